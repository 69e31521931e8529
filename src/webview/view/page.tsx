import { Component, type ComponentChildren } from 'preact';
import type { ResultsState } from '../../protocol/results';
import {
  bestMeans,
  groupPlaces,
  groupRuns,
  untrainedBaselines,
  type Baseline,
  type Group,
} from '../model/groups';
import type { UiState } from '../model/uiState';
import { Curves } from './curves';
import { Header } from './header';
import { Notes } from './notes';
import { Reported } from './reported';
import { RunsTable } from './runsTable';

interface Props {
  /** Null until the first snapshot. */
  readonly state: ResultsState | null;
  readonly error: string | null;
  /** What a screen reader is to say about the last snapshot. */
  readonly news: string | null;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
  readonly dismissError: () => void;
}

/** What is worked out once for each snapshot, not at each press of a key. */
interface Digest {
  readonly state: ResultsState;
  readonly groups: readonly Group[];
  readonly baselines: readonly Baseline[];
  readonly best: ReadonlyMap<string, ReadonlySet<string>>;
  readonly places: ReadonlyMap<string, number>;
}

/** The whole page. */
export class Page extends Component<Props> {
  private digest: Digest | null = null;

  override render({ state, error, news, ui, change, dismissError }: Props) {
    return (
      <>
        {error !== null && <ErrorBanner message={error} dismiss={dismissError} />}
        {state ? this.content(state, ui, change) : <p class="empty">Loading results…</p>}
        <p class="visually-hidden" role="status">
          {news}
        </p>
      </>
    );
  }

  private content(state: ResultsState, ui: UiState, change: Props['change']): ComponentChildren {
    if (this.digest?.state !== state) this.digest = digestOf(state);
    return (
      <>
        <Header state={state} ui={ui} change={change} />
        {state.paper?.claim && <Claim text={state.paper.claim} />}
        <div class={state.paper ? 'content with-paper' : 'content'}>
          <RunsTable rows={state.rows} {...this.digest} ui={ui} change={change} />
          <Curves curves={state.curves} {...this.digest} ui={ui} change={change} />
          {state.paper && <Reported reported={state.paper.reported} rows={state.rows} />}
          {state.paper && <Notes markdown={state.paper.notes} />}
        </div>
      </>
    );
  }
}

function digestOf(state: ResultsState): Digest {
  const groups = groupRuns(state.rows);
  return {
    state,
    groups,
    baselines: untrainedBaselines(state.rows),
    best: bestMeans(groups),
    places: groupPlaces(groups),
  };
}

function Claim({ text }: { text: string }) {
  return (
    <p class="claim">
      <strong>Claim.</strong> {text}
    </p>
  );
}

function ErrorBanner({ message, dismiss }: { message: string; dismiss: () => void }) {
  return (
    <div class="error-banner" role="alert">
      <span>{message}</span>
      <vscode-button appearance="secondary" onClick={dismiss}>
        Dismiss
      </vscode-button>
    </div>
  );
}
