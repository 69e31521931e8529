import type { RunClaim, RunSplit } from '../protocol/run';
import type { OutcomeLine } from '../statistics/outcomeInWords';
import type { PairedVerdict } from '../statistics/pairedVerdict';

/** How the training half is cut into folds, each for validation in turn; null where the data set's own classes are. */
export type FoldCut = Omit<NonNullable<RunSplit['fold']>, 'index'> | null;

/** What was compared, and what it came to. */
export function outcomeLine(claim: RunClaim, verdict: PairedVerdict, cut: FoldCut): OutcomeLine {
  const { state, mean, interval, seedsToDecide, replicates } = verdict;
  const pairs = replicates.map(({ seed, fold }) => ({ seed, fold: fold ?? 0 }));
  return {
    claim,
    state,
    difference: { mean, interval },
    seedsToDecide,
    seeds: [...new Set(replicates.map(({ seed }) => seed))],
    ...(cut && { folds: { ...cut, pairs } }),
  };
}

/** What keeps a finished run out of all pairs. */
export const lonely = (cut: FoldCut) =>
  cut ? 'of a seed and fold without a pair' : 'of a seed without a pair';
