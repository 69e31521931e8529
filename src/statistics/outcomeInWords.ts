import type { Outcome } from '../protocol/outcome';
import { replicatesInWords, type Replicate } from './pairedScores';
import { percent } from './percent';

/** What of an outcome is said in one line. */
export type OutcomeLine = Pick<
  Outcome,
  'claim' | 'difference' | 'seeds' | 'folds' | 'seedsToDecide' | 'state'
>;

/** `claim supported: circle against triplet, R@1 +2.1 ± 0.6 over 5 seeds × 4 folds`: points of percent, 95 % interval. */
export function outcomeInWords(outcome: OutcomeLine): string {
  const { claim, difference, seedsToDecide, state } = outcome;
  const { mean, interval } = difference;
  const spread = interval ? ` ± ${percent(interval[1] - mean)}` : '';
  const more = seedsToDecide === null ? '' : `; by the spread seen, ${seedsToDecide} seeds would decide`;
  const size = `${mean < 0 ? '-' : '+'}${percent(Math.abs(mean))}${spread}`;
  const over = replicatesInWords(replicatesOf(outcome));
  return `claim ${state}: ${claim.better} against ${claim.than}, ${claim.on} ${size} over ${over}${more}`;
}

function replicatesOf({ seeds, folds }: OutcomeLine): readonly Replicate[] {
  return folds?.pairs ?? seeds.map((seed) => ({ seed, fold: null }));
}
