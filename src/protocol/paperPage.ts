/** The contract between the extension and the page of one paper. Neither vscode nor DOM here. */
import type { IdeaEntry } from './idea';
import type { OwnMarks, ReadingStatus } from './marks';
import type { Outcome } from './outcome';
import type { PackedRows } from './packedRows';
import type { FromAnyPage } from './page';
import type { Curve, PaperCard, RunRow } from './results';
import type { RunClaim } from './run';
import type { FileHashes } from './stale';

/** What a paper has to do with others: `{ kind: 'Builds on', others: [...] }`. */
export interface Relation {
  readonly kind: string;
  /** `paperId` is null where there is no page to go to. */
  readonly others: readonly { readonly text: string; readonly paperId: string | null }[];
}

/** An idea of the lab that stems from the paper. */
export interface PaperIdea extends Pick<IdeaEntry, 'id' | 'kind' | 'name' | 'summary'> {
  /** Where in the paper: `equation 6`. */
  readonly place: string;
}

/** All that the page shows. */
export interface PaperPageState {
  readonly paper: PaperCard;
  /** The reader's own marks. */
  readonly marks: OwnMarks;
  /** The reader's own notes: Markdown with LaTeX, untrusted; null where there are none. */
  readonly ownNotes: string | null;
  /** What the experiment of the newest run claims; null where it claims nothing. */
  readonly claim: RunClaim | null;
  /** What the library's own runs of its experiment said; null where nobody ran it. */
  readonly outcome: Outcome | null;
  /** The runs of this workspace that name the paper, newest first. */
  readonly rows: readonly RunRow[];
  readonly curves: readonly Curve[];
  readonly relations: readonly Relation[];
  readonly ideas: readonly PaperIdea[];
  /** Hashes of the experiments' files as they are now; runs with another `fileHash` are of an earlier version. */
  readonly current: FileHashes;
  /** The paper's experiment; null where there is none, in the library neither. */
  readonly experiment: {
    /** Relative to its workspace folder. */
    readonly file: string;
    /** False where it stands in the library alone: it is written once it is run or opened. */
    readonly exists: boolean;
  } | null;
  /** False in an untrusted workspace: buttons that run are disabled, with the reason beside them. */
  readonly canRun: boolean;
}

/** What is sent: always the whole, since a page that was hidden has missed nothing. */
export interface PaperPageSnapshot extends Omit<PaperPageState, 'rows'> {
  readonly rows: PackedRows;
}

export const tableFormats = ['markdown', 'latex'] as const;

export type TableFormat = (typeof tableFormats)[number];

/** What the page of a paper says besides. */
export type FromPaper =
  | { readonly type: 'run' | 'runSeeds' | 'newExperiment' | 'showResults' | 'openMyNotes' | 'copyBibtex' }
  | { readonly type: 'insertIdea'; readonly ideaId: string }
  | { readonly type: 'openPaper'; readonly paperId: string }
  | { readonly type: 'setStatus'; readonly status: ReadingStatus | null }
  | { readonly type: 'setStarred'; readonly starred: boolean }
  /** `html` is the page as it is drawn, to be printed. */
  | { readonly type: 'savePage'; readonly html: string }
  | { readonly type: 'copyTable' | 'saveTable'; readonly format: TableFormat; readonly text: string };

export type FromPaperPage = FromAnyPage | FromPaper;
