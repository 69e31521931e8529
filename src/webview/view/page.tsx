import { Component, type ComponentChildren } from 'preact';
import type { Looking, ResultsState, RunRow } from '../../protocol/results';
import { shownColumns } from '../model/columnLayout';
import { digestOf, shownOf } from '../model/digest';
import { firstRun, runOf } from '../model/chosenRun';
import { drawableGroups, drawnRuns } from '../model/drawnCurves';
import { orderGroups } from '../model/lines';
import { lastOf } from '../model/memo';
import type { Parts } from '../model/received';
import type { RunTab, UiState } from '../model/uiState';
import { Claim } from './claim';
import { Curves } from './curves';
import { ErrorBanner } from './errorBanner';
import { Header } from './header';
import { Notes } from './notes';
import { Reported } from './reported';
import { RunParts } from './runParts';
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
  /** Run whose embeddings are computed with. */
  readonly embeddingsOf: string | null;
}

/** The whole page. */
export class Page extends Component<Props, Pointed> {
  override state: Pointed = { hovered: null, embeddingsOf: null };
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

  private needEmbeddings(embeddingsOf: string): void {
    if (embeddingsOf !== this.state.embeddingsOf) this.setState({ embeddingsOf });
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
    const row = runOf(groups, ui.selected) ?? firstRun(groups);
    const other = runOf(groups, ui.compared ?? ui.baseline);
    this.looking = {
      curves: drawnRuns(drawn).map(({ id }) => id),
      ...lookingAt(row, ui.tab, this.state.embeddingsOf),
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
            figures={digest.figures}
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
          {row && (
            <RunParts
              row={row}
              other={other && other.id !== row.id ? other : null}
              parts={this.props.parts}
              canRun={state.canRun}
              needEmbeddings={() => this.needEmbeddings(row.id)}
              ui={ui}
              change={change}
            />
          )}
          {state.paper && <Reported {...state.paper} ours={digest.ours} standard={null} />}
          {state.paper && <Notes markdown={state.paper.notes} />}
        </div>
      </>
    );
  }
}

/** What of a run is looked at: only what its open tab shows is asked for. */
function lookingAt(row: RunRow | null, tab: RunTab, embeddingsOf: string | null): Omit<Looking, 'curves'> {
  const where = (shown: RunTab) => (row && tab === shown ? row.id : null);
  return {
    origins: row && tab === 'reproduce' ? [row.id] : [],
    gallery: where('neighbours'),
    projection: where('embeddings'),
    embeddings: row && tab === 'embeddings' && embeddingsOf === row.id ? row.id : null,
  };
}
