/** What an experiment's runs say of its claim. Scores are fractions of 1. */
export interface Outcome {
  readonly claim: { readonly better: string; readonly than: string; readonly on: string };
  readonly state: 'supported' | 'not supported' | 'undecided';
  /** better - than, over the seeds and folds that both ran with; the interval is of 95 %, null for a single pair. */
  readonly difference: { readonly mean: number; readonly interval: readonly [number, number] | null };
  /** Seeds, each with the folds seen, that would decide it, by the spread seen; null where it is decided or not foreseeable. */
  readonly seedsToDecide: number | null;
  /** The seeds compared, ascending. */
  readonly seeds: readonly number[];
  /** Where validation classes are folds of the training half: how it is cut, and the seed and fold of each pair. */
  readonly folds?: {
    readonly of: number;
    readonly cut: 'realityCheck' | 'full';
    readonly pairs: readonly { readonly seed: number; readonly fold: number }[];
  };
  /** Each variant's score for each of these seeds, or of `folds.pairs` where there are folds; null where it did not run. */
  readonly scores: Readonly<Record<string, readonly (number | null)[]>>;
  /** Mean over the untrained networks of these runs. */
  readonly untrained: number;
  readonly steps: number;
  /** What computed: engine, and processor or graphics card; where several did, with semicolons between. */
  readonly backend: string;
  readonly device: string;
  readonly codeHash: string;
  /** What to type to see it again. */
  readonly command: string;
}
