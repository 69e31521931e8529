import type { Summary } from '../../statistics/summarise';
import type { Verdict } from '../../statistics/verdict';
import { percent } from './standing';

/** `71.1 ± 1.1`, half the 95 % interval; `71.1` for one run. */
export function meanText({ mean, interval }: Summary): string {
  return interval ? `${percent(mean)} ± ${percent(interval[1] - mean)}` : percent(mean);
}

/** `R@1 71.1 ± 1.1 (5)`: mean, half the 95 % interval, number of runs. */
export function scoreText(metric: string, score: Summary): string {
  return `${metric} ${meanText(score)} (${score.n})`;
}

/** `claim supported`, `claim undecided, 8 seeds would decide`. */
export function claimText({ state, pairsToDecide }: Verdict): string {
  const more = pairsToDecide === null ? '' : `, ${pairsToDecide} seeds would decide`;
  return `claim ${state}${more}`;
}
