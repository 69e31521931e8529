/** What two runs must share to be a pair. */
export interface Replicate {
  readonly seed: number;
  /** Which part of the training half was for validation, from 0; null where that was the data set's own choice. */
  readonly fold: number | null;
}

/** A run's score. */
export interface ReplicateScore extends Replicate {
  /** Which classes it saw, as its record's hash has it; undefined in records of early versions. */
  readonly classes: string | undefined;
  readonly score: number;
}

/** Two samples of one length: pair by pair the scores of runs that share seed, fold and classes. */
export interface PairedScores {
  /** By seed, then by fold. */
  readonly replicates: readonly Replicate[];
  readonly better: readonly number[];
  readonly than: readonly number[];
  /** Scores of either side that lack a partner. */
  readonly unpaired: number;
}

/**
 * Pairs over every seed and fold that both have; the others are left out. Each pair counts as one: folds of one seed are other
 * classes to train on and other batches. But folds share classes, so that an interval over them is rather too narrow (Nadeau and
 * Bengio 2003, "Inference for the generalization error"). Their correction is none here: it is made for scores on the parts that
 * were left out, each time others, and ours are all on the same test classes.
 * @param better at most one score for each seed and fold; so for `than`
 */
export function pairScores(better: readonly ReplicateScore[], than: readonly ReplicateScore[]): PairedScores {
  const others = new Map(than.map((one) => [replicateKey(one), one]));
  const pairs = better
    .flatMap((one) => {
      const other = others.get(replicateKey(one));
      return other && other.classes === one.classes ? [{ ...one, other: other.score }] : [];
    })
    .sort((a, b) => a.seed - b.seed || (a.fold ?? -1) - (b.fold ?? -1));
  return {
    replicates: pairs.map(({ seed, fold }) => ({ seed, fold })),
    better: pairs.map(({ score }) => score),
    than: pairs.map(({ other }) => other),
    unpaired: better.length + than.length - 2 * pairs.length,
  };
}

/** The same for runs that can be a pair. */
export const replicateKey = ({ seed, fold }: Replicate): string => `${seed} ${fold ?? ''}`;

/** `5 seeds`, `1 seed × 4 folds`, or, where some are missing, `18 pairs of 5 seeds and 4 folds`. */
export function replicatesInWords(replicates: readonly Replicate[]): string {
  const { seeds, folds } = extent(replicates);
  if (folds === 0) return counted(seeds, 'seed');
  if (replicates.length === seeds * folds) return `${counted(seeds, 'seed')} × ${counted(folds, 'fold')}`;
  return `${counted(replicates.length, 'pair')} of ${counted(seeds, 'seed')} and ${counted(folds, 'fold')}`;
}

/** So many seeds make so many pairs, each with as many folds as were seen. */
export function seedsForPairs(pairs: number, replicates: readonly Replicate[]): number {
  return Math.ceil(pairs / Math.max(1, extent(replicates).folds));
}

function extent(replicates: readonly Replicate[]): { readonly seeds: number; readonly folds: number } {
  return {
    seeds: new Set(replicates.map(({ seed }) => seed)).size,
    folds: new Set(replicates.flatMap(({ fold }) => fold ?? [])).size,
  };
}

const counted = (count: number, noun: string) => `${count} ${count === 1 ? noun : `${noun}s`}`;
