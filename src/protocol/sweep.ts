/**
 * A sweep: many runs of one experiment. Its folder `.metric-lab/sweeps/<id>/` holds
 *
 *     sweep.json     what is to be run; written once, atomically
 *     owner.json     the process that works on it; taken away when that ends by itself
 *     skipped.json   the jobs that somebody took out
 *     requests/      what somebody asks of the process, a file each
 *
 * and nothing of what came of it: that stands in the records of its runs, which name the sweep.
 */
import type { RunRecord, RunSplit } from './run';

/** Schema version of sweep.json. A reader refuses a newer one by name. */
export const sweepSchemaVersion = 1;

/** sweep.json */
export interface Sweep {
  readonly schema: typeof sweepSchemaVersion;
  /** Folder name: `20261121-093012-circle-loss-3f9a`. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly experiment: RunRecord['experiment'];
  readonly variants: readonly string[];
  readonly seeds: readonly number[];
  /** Absent where the data set's own validation classes are used. */
  readonly folds?: Omit<NonNullable<RunSplit['fold']>, 'index'>;
  /** Training steps of a run. */
  readonly steps: number;
  readonly search?: SweepSearch;
  /** Runs at once. */
  readonly atOnce: number;
  /** Threads of each run; the number may change the order of sums. */
  readonly threads: number;
  readonly backend: string;
  /** Where data sets are looked for first, as it was said on the command line. */
  readonly data?: string;
}

/**
 * The search for settings before the runs that are compared. It sees the validation classes alone, of the first seed and of all
 * folds; every variant gets as many trials.
 */
export interface SweepSearch {
  /** `random`: all trials train to the end. `halving`: a third of them goes on to thrice the steps, again and again. */
  readonly method: 'random' | 'halving';
  readonly trials: number;
  /** The variants that state what to search for. */
  readonly variants: readonly string[];
}

/** One run of a sweep. */
export interface SweepJob {
  readonly variant: string;
  readonly seed: number;
  /** Index of the fold that is for validation. */
  readonly fold?: number;
  readonly trial?: number;
  readonly steps: number;
  readonly validationOnly?: true;
}

/** A file of `requests/`. */
export type SweepRequest =
  /** Take these jobs, by their keys, out. */
  | { readonly type: 'skip'; readonly jobs: readonly string[] }
  /** Try all that failed once more. */
  | { readonly type: 'retry' }
  /** Stop all runs with a checkpoint, and end. */
  | { readonly type: 'stop' };
