import { pairedDifferences } from '../pairedDifferences';
import type { TestResult } from '../testResult';

/** Beyond so many pairs ways are not counted: the normal distribution is near enough. */
const exactUpTo = 50;

/**
 * Wilcoxon's signed-rank test on the differences of pairs: as the paired t test, without taking them as normal.
 *
 *     statistic = min(sum of the ranks of |dᵢ| where dᵢ > 0, where dᵢ < 0)    d = a - b
 *
 * Pairs without a difference are left out; equal ones share the mean of their ranks. Up to 50 pairs without ties p is exact:
 * the share of the 2ⁿ signs that give so small a sum. Else the normal approximation, corrected for ties.
 * @source Wilcoxon, Individual Comparisons by Ranking Methods, Biometrics Bulletin 1, 1945
 * @param a n values, one of each pair, in any unit
 * @param b n values in the same unit and order: `b[i]` belongs to `a[i]`
 * @returns the smaller sum of ranks, and p from 0 to 1, two-sided; null where no pair differs
 * @throws RangeError where the samples differ in length
 */
export function wilcoxon(a: readonly number[], b: readonly number[]): TestResult | null {
  const differing = pairedDifferences(a, b).filter((d) => d !== 0);
  const n = differing.length;
  if (n === 0) return null;
  const { ranks, ties } = sharedRanks(differing.map(Math.abs));
  const positive = ranks.reduce((sum, rank, i) => sum + (differing[i]! > 0 ? rank : 0), 0);
  const statistic = Math.min(positive, (n * (n + 1)) / 2 - positive);
  const exact = n <= exactUpTo && ties === 0;
  return { statistic, p: Math.min(1, exact ? exactP(statistic, n) : normalP(statistic, n, ties)) };
}

/** Ranks from 1, equal values sharing the mean of theirs; ties = Σ (t³ - t) over groups of t equal values. */
function sharedRanks(values: readonly number[]): { ranks: number[]; ties: number } {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = values.map(() => 0);
  let ties = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let at = start; at < end; at++) ranks[order[at]!] = (start + 1 + end) / 2;
    ties += (end - start) ** 3 - (end - start);
  }
  return { ranks, ties };
}

/** Of all choices of signs, the share whose ranks' sum is as small as this one's or smaller; twice, for both sides. */
function exactP(statistic: number, n: number): number {
  const ways = new Float64Array((n * (n + 1)) / 2 + 1);
  ways[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = ways.length - 1; sum >= rank; sum--) ways[sum]! += ways[sum - rank]!;
  }
  return (2 * ways.subarray(0, statistic + 1).reduce((sum, count) => sum + count, 0)) / 2 ** n;
}

function normalP(statistic: number, n: number, ties: number): number {
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24);
  return complementaryError(((n * (n + 1)) / 4 - statistic) / deviation / Math.SQRT2);
}

/** erfc(x) for x ≥ 0: its series where that converges fast, its continued fraction beyond. */
function complementaryError(x: number): number {
  if (x < 2) {
    let sum = 0;
    for (let n = 0, term = x; n < 60; n++, term *= (-x * x) / n) sum += term / (2 * n + 1);
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = x;
  for (let n = 60; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}
