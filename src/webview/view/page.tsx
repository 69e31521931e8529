import { Component, type ComponentChildren } from 'preact';
import type { Looking, ResultsState } from '../../protocol/results';
import { shownColumns } from '../model/columnLayout';
import { digestOf, shownOf } from '../model/digest';
import { drawableGroups, drawnRuns } from '../model/drawnCurves';
import { orderGroups } from '../model/lines';
import { lastOf } from '../model/memo';
import type { Parts } from '../model/received';
import type { UiState } from '../model/uiState';
import { Claim } from './claim';
import { Curves } from './curves';
import { ErrorBanner } from './errorBanner';
import { Header } from './header';
import { Notes } from './notes';
import { Reported } from './reported';
import { Runs } from './runs';

interface Props {
  /** Null until the first snapshot. */
  readonly state: ResultsState | null;
  readonly parts: Parts;
  readonly error: string | null;
  /** What a screen reader is to say about the last snapshot. */
  readonly news: string | null;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
  /** Tells the extension what the reader looks at. */
  readonly look: (at: Looking) => void;
  readonly dismissError: () => void;
}

interface Pointed {
  /** Run or group under the pointer, in the table or in a chart. */
  readonly hovered: string | null;
}

/** The whole page. */
export class Page extends Component<Props, Pointed> {
  override state: Pointed = { hovered: null };
  private readonly digestOf = lastOf(digestOf);
  private readonly shownOf = lastOf(shownOf);
  private readonly columnsOf = lastOf(shownColumns);
  private readonly orderOf = lastOf(orderGroups);
  private readonly drawableOf = lastOf(drawableGroups);
  private looking: Looking | null = null;
  private readonly hover = (key: string | null) => {
    if (key !== this.state.hovered) this.setState({ hovered: key });
  };

  override componentDidMount(): void {
    this.look();
  }

  override componentDidUpdate(): void {
    this.look();
  }

  private look(): void {
    if (this.looking) this.props.look(this.looking);
  }

  override render({ state, error, news, ui, change, dismissError }: Props, { hovered }: Pointed) {
    return (
      <>
        {error !== null && <ErrorBanner message={error} dismiss={dismissError} />}
        {state ? this.content(state, ui, change, hovered) : <p class="empty">Loading results…</p>}
        <p class="visually-hidden" role="status">
          {news}
        </p>
      </>
    );
  }

  private content(
    state: ResultsState,
    ui: UiState,
    change: Props['change'],
    hovered: string | null,
  ): ComponentChildren {
    const digest = this.digestOf(state);
    const shown = this.shownOf(digest, ui.filter);
    const { rows } = shown;
    const groups = this.orderOf(shown.groups, digest.columns, ui.sort, ui.baseline);
    const drawable = this.drawableOf(groups, ui.selected);
    const drawn = drawable.filter(({ key }) => !ui.hidden.includes(key));
    this.looking = {
      curves: drawnRuns(drawn).map(({ id }) => id),
      ...{ origins: [], gallery: null, projection: null, embeddings: null },
    };
    const pointing = { hovered, hover: this.hover };
    return (
      <>
        <Header state={state} ui={ui} change={change} />
        <Claim text={state.paper?.claim ?? null} claim={state.claim} verdict={digest.claim} />
        <div class={state.paper ? 'content with-paper' : 'content'}>
          <Runs
            {...shown}
            {...pointing}
            groups={groups}
            all={state.rows}
            title={state.title}
            places={digest.places}
            allColumns={digest.columns}
            columns={this.columnsOf(digest.columns, ui.layout, ui.differing ? rows : null)}
            ui={ui}
            change={change}
          />
          <Curves
            {...pointing}
            curves={this.props.parts.curves}
            drawable={drawable}
            groups={groups.length}
            places={digest.places}
            ui={ui}
            change={change}
          />
          {state.paper && <Reported {...state.paper} rows={state.rows} standard={null} />}
          {state.paper && <Notes markdown={state.paper.notes} />}
        </div>
      </>
    );
  }
}
