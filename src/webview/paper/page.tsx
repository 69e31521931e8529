import { Component, type ComponentChildren } from 'preact';
import type { PaperPageState } from '../../protocol/paperPage';
import { lastOf } from '../model/memo';
import { paperDigest } from '../model/paperDigest';
import { Claim } from '../view/claim';
import { ErrorBanner } from '../view/errorBanner';
import { Notes } from '../view/notes';
import { Reported } from '../view/reported';
import { Header } from './header';
import { Ideas } from './ideas';
import { OwnNotes } from './ownNotes';
import { OwnRuns } from './ownRuns';
import { Recorded } from './recorded';
import { Related } from './related';

interface Props {
  /** Null until the first snapshot. */
  readonly state: PaperPageState | null;
  readonly error: string | null;
  /** What a screen reader is to say about the last snapshot. */
  readonly news: string | null;
  readonly dismissError: () => void;
}

/** The whole page of a paper. */
export class PaperPage extends Component<Props> {
  private readonly digestOf = lastOf(paperDigest);

  override render({ state, error, news, dismissError }: Props) {
    return (
      <>
        {error !== null && <ErrorBanner message={error} dismiss={dismissError} />}
        {state ? this.content(state) : error === null && <p class="empty">Loading the paper…</p>}
        <p class="visually-hidden" role="status">
          {news}
        </p>
      </>
    );
  }

  private content(state: PaperPageState): ComponentChildren {
    const digest = this.digestOf(state);
    const { paper } = state;
    return (
      <>
        <Header state={state} digest={digest} />
        <Claim text={paper.claim} claim={state.claim} verdict={digest.verdict} />
        {state.outcome && <Recorded outcome={state.outcome} />}
        <OwnRuns state={state} digest={digest} />
        <Reported {...paper} ours={digest.ours} standard={digest.standard} />
        <div class="columns">
          <Notes markdown={paper.notes} />
          <div>
            <OwnNotes markdown={state.ownNotes} />
            <Ideas ideas={state.ideas} />
            <Related relations={state.relations} />
          </div>
        </div>
      </>
    );
  }
}
