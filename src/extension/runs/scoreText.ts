import { meanInPercent } from '../../statistics/percent';
import type { Summary } from '../../statistics/summarise';
import type { PairedVerdict } from '../../statistics/pairedVerdict';

/** `R@1 71.1 ± 1.1 (5)`: mean, half the 95 % interval, number of runs. */
export function scoreText(metric: string, score: Summary): string {
  return `${metric} ${meanInPercent(score)} (${score.n})`;
}

/** `claim supported`, `claim undecided, 8 seeds would decide`. */
export function claimText({ state, seedsToDecide }: Pick<PairedVerdict, 'state' | 'seedsToDecide'>): string {
  const more = seedsToDecide === null ? '' : `, ${seedsToDecide} seeds would decide`;
  return `claim ${state}${more}`;
}
