/** The contract between the extension and the results page. Neither vscode nor DOM here. */
import type { FromAnyPage } from './page';
import type { Metrics, RunClaim, RunConfig, RunSplit, RunState } from './run';

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
  /** Which classes it saw; null in records of early versions. */
  readonly split: RunSplit | null;
  /** SHA-256 of the experiment as run. */
  readonly codeHash: string;
  readonly config: RunConfig;
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

/** All that the page shows. Always sent whole: a page that was hidden has missed nothing. */
export interface ResultsState {
  /** What the page is about, in words: a paper's title or an experiment's file. */
  readonly title: string;
  readonly paper: PaperCard | null;
  readonly rows: readonly RunRow[];
  readonly curves: readonly Curve[];
  /** What the newest run's experiment claims; null where it claims nothing. */
  readonly claim: RunClaim | null;
  /** False in an untrusted workspace: buttons that run are disabled, with the reason as tooltip. */
  readonly canRun: boolean;
  /** The experiment that Run starts; null where there is none. */
  readonly experiment: string | null;
}

/** What the results page says besides. */
export type FromResults =
  | { readonly type: 'run'; readonly variant: string | null }
  | { readonly type: 'stop'; readonly runId: string }
  | { readonly type: 'openExperiment' }
  | { readonly type: 'openRunFolder'; readonly runId: string };

export type FromResultsPage = FromAnyPage | FromResults;
