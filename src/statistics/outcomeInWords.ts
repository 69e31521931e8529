import type { Outcome } from '../protocol/outcome';
import { percent } from './percent';

/**
 * `claim supported: circle against triplet, R@1 +2.1 ± 0.6 over 5 seeds`: points of percent, 95 % interval.
 * @param unit what was compared
 */
export function outcomeInWords(
  {
    claim,
    difference,
    seeds,
    seedsToDecide,
    state,
  }: Pick<Outcome, 'claim' | 'difference' | 'seeds' | 'seedsToDecide' | 'state'>,
  unit: 'seed' | 'fold' = 'seed',
): string {
  const { mean, interval } = difference;
  const spread = interval ? ` ± ${percent(interval[1] - mean)}` : '';
  const more = seedsToDecide === null ? '' : `; by the spread seen, ${seedsToDecide} ${unit}s would decide`;
  const size = `${mean < 0 ? '-' : '+'}${percent(Math.abs(mean))}${spread}`;
  const count = seeds.length === 1 ? `1 ${unit}` : `${seeds.length} ${unit}s`;
  return `claim ${state}: ${claim.better} against ${claim.than}, ${claim.on} ${size} over ${count}${more}`;
}
