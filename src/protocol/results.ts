/** The contract between the extension and the results page. Neither vscode nor DOM here. */
import type { FromAnyPage } from './page';
import type { PackedRows } from './packedRows';
import type {
  Gallery,
  Metrics,
  Projection,
  RunClaim,
  RunConfig,
  RunRecord,
  RunResult,
  RunSplit,
  RunState,
} from './run';
import type { FileHashes } from './stale';

/** A row of the runs' table. */
export interface RunRow {
  readonly id: string;
  /** Experiment file, relative to its workspace folder. */
  readonly experiment: string;
  readonly paper: string | null;
  readonly variant: string;
  readonly seed: number;
  readonly state: RunState;
  readonly backend: string;
  readonly step: number;
  readonly steps: number;
  /** Training time so far. */
  readonly seconds: number;
  /** Estimated seconds left; null unless running. */
  readonly secondsLeft: number | null;
  readonly createdAt: string;
  /** Scores on test of the selected step; null until the run is finished. */
  readonly test: Metrics | null;
  /** Best validation so far, and its step. */
  readonly validation: { readonly step: number; readonly metrics: Metrics } | null;
  /** Newest validation so far, and its step: what a run would be judged by that took its last step. */
  readonly last: { readonly step: number; readonly metrics: Metrics } | null;
  readonly untrained: Metrics | null;
  /** Test classes with their pixels as embeddings; null where that was not scored. */
  readonly pixels: Metrics | null;
  /** Training loss of the newest step; null before the first. */
  readonly loss: number | null;
  readonly selectedOn: 'validation' | 'last' | 'oracle' | null;
  /** How it was asked to choose its step; `last` counts as chosen by validation where there are no validation classes. */
  readonly select: 'validation' | 'last' | 'oracle';
  /** Which classes it saw; null in records of early versions. */
  readonly split: RunSplit | null;
  /** SHA-256 of the experiment as run. */
  readonly codeHash: string;
  /** Of its file's own code, as it can be computed of the file (src/runs/fileHash.ts); null in records of early versions. */
  readonly fileHash: string | null;
  /** Version of Metric Lab that ran it; null where its record names none. */
  readonly version: string | null;
  readonly config: RunConfig;
  /** Where its settings are those of a trial: the sweep that searched for them, and which of its trials. */
  readonly search: { readonly sweep: string; readonly trial: number } | null;
  /** Why a run failed, or its last warning. */
  readonly message: string | null;
}

/** The course of one run. */
export interface Curve {
  readonly runId: string;
  readonly loss: readonly (readonly [step: number, loss: number])[];
  /** Validation scores by name. */
  readonly validation: Readonly<Record<string, readonly (readonly [step: number, value: number])[]>>;
}

export interface ReportedRow {
  readonly dataset: string;
  readonly method: string;
  readonly backbone: string | null;
  readonly dimension: number | null;
  /** Percent, as printed. */
  readonly metrics: Metrics;
  readonly source: string;
  readonly verified: boolean;
}

export interface PaperCard {
  readonly id: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly venue: string | null;
  readonly year: number | null;
  readonly mark: '+1' | '-1' | null;
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** Markdown with LaTeX. Untrusted: the page sanitises it. */
  readonly notes: string;
  readonly claim: string | null;
  /** How the paper trains and tests, in short words by the setting's name: `{ input: '224 crop' }`. */
  readonly protocol: Readonly<Record<string, string>>;
  readonly reported: readonly ReportedRow[];
}

/** How the reader arranged the table of the runs. Ids of columns that these runs lack wait for runs that have them. */
export interface TableArrangement {
  /** Columns in the order chosen; the rest stand where they stand of themselves. */
  readonly order: readonly string[];
  /** Columns shown or hidden against their nature. */
  readonly switched: readonly string[];
  /** Columns kept in sight beside the variant. */
  readonly pinned: readonly string[];
  /** Whether only columns are shown in which the runs differ. */
  readonly differing: boolean;
  /** Null for the order in which the runs came. */
  readonly sort: { readonly column: string; readonly descending: boolean } | null;
}

export const usualArrangement: TableArrangement = {
  order: [],
  switched: [],
  pinned: [],
  differing: false,
  sort: null,
};

/** What the page is about. */
export interface ResultsHead {
  /** In words: a paper's title or an experiment's file. */
  readonly title: string;
  readonly paper: PaperCard | null;
  /** What the newest run's experiment claims; null where it claims nothing. */
  readonly claim: RunClaim | null;
  /** False in an untrusted workspace: buttons that run are disabled, with the reason as tooltip. */
  readonly canRun: boolean;
  /** The experiment that Run starts; null where there is none. */
  readonly experiment: string | null;
  /** Hashes of the experiments' files as they are now; runs with another `fileHash` are of an earlier version. */
  readonly current: FileHashes;
  /** As it was last left in any window; a page follows it when it begins, and its reader from then on. */
  readonly arrangement: TableArrangement;
}

/** What the page is about, and its runs, newest first. */
export interface ResultsState extends ResultsHead {
  readonly rows: readonly RunRow[];
}

/**
 * The state as it is sent. Thousands of runs that are over do not change while one goes on: they are sent once to a page,
 * and again when their version is another.
 */
export interface ResultsSnapshot extends ResultsHead {
  readonly settled: { readonly version: string; readonly rows: PackedRows | null };
  readonly live: PackedRows;
}

/** What the reader looks at besides the table; the extension sends it as it comes. */
export interface Looking {
  /** Runs whose curves are drawn. */
  readonly curves: readonly string[];
  /** Runs of which is shown how to make them again. */
  readonly origins: readonly string[];
  /** Run whose queries and neighbours are shown. */
  readonly gallery: string | null;
  /** Run whose embeddings are shown in the plane. */
  readonly projection: string | null;
  /** Run whose embeddings are computed with. */
  readonly embeddings: string | null;
}

/** The most runs whose curves a page may ask for. */
export const mostCurves = 40;

/** What it takes to make a run again. */
export interface RunOrigin {
  readonly runId: string;
  /** What to type in the workspace folder. */
  readonly command: string;
  readonly codeHash: string;
  readonly git: RunRecord['git'] | null;
  readonly versions: RunRecord['versions'];
  readonly device: string;
  readonly loneQueries: number | null;
  readonly coverage: RunResult['coverage'] | null;
}

/** A part of what is looked at; whole, and sent again only where it is another. */
export type ResultsPart =
  | { readonly kind: 'curves'; readonly curves: readonly Curve[] }
  | { readonly kind: 'origins'; readonly origins: readonly RunOrigin[] }
  | {
      readonly kind: 'gallery';
      readonly runId: string;
      /** Null where the run has none, or `problem` says why it cannot be shown. */
      readonly gallery: Gallery | null;
      /** gallery.png. */
      readonly png: Uint8Array | null;
      readonly problem: string | null;
    }
  | {
      readonly kind: 'projection';
      readonly runId: string;
      readonly projection: Projection | null;
      readonly problem: string | null;
    }
  | {
      readonly kind: 'embeddings';
      readonly runId: string;
      /** Row by row; null where `problem` says why. */
      readonly values: Float32Array | null;
      readonly dimension: number;
      /** The program that lays them out in the plane, to run in a worker. */
      readonly worker: string;
      readonly problem: string | null;
    };

/** Kinds of files that the page can hand out; the name is the file's ending. */
export const savedKinds = ['png', 'svg', 'csv', 'md', 'tex'] as const;
export type SavedKind = (typeof savedKinds)[number];

/** The longest text that the page may hand out, characters: a picture of a chart has a few hundred thousand. */
export const longestSaved = 16_000_000;

/** What the results page says besides. */
export type FromResults =
  | { readonly type: 'run'; readonly variant: string | null }
  /** The first five seeds. */
  | { readonly type: 'runSeeds'; readonly variant: string | null }
  | { readonly type: 'rerun'; readonly runId: string }
  | { readonly type: 'stop'; readonly runId: string }
  | { readonly type: 'openExperiment' }
  | { readonly type: 'openRunFolder'; readonly runId: string }
  | { readonly type: 'looking'; readonly at: Looking }
  /** What the reader changed of the table's arrangement, and nothing else: another window may have changed the rest. */
  | { readonly type: 'arrange'; readonly change: Partial<TableArrangement> }
  | { readonly type: 'copy'; readonly text: string }
  /** `text` is the file's text; of a picture in pixels, its bytes in base64. */
  | { readonly type: 'save'; readonly kind: SavedKind; readonly name: string; readonly text: string };

export type FromResultsPage = FromAnyPage | FromResults;
