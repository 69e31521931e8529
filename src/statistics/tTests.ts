import { summarise } from './summarise';
import { twoSided } from './studentT';

export interface TestResult {
  readonly statistic: number;
  /** Two-sided: how likely so large a difference is where there is none. */
  readonly p: number;
}

/**
 * Student's t test on the differences of pairs, such as two methods on the same seeds.
 *
 *     t = mean(a - b) / (deviation(a - b) / √n)    with n - 1 degrees of freedom
 *
 * @returns null for fewer than two pairs, or where all differences are equal: nothing tells chance apart then
 * @throws RangeError where the samples differ in length
 */
export function pairedT(a: readonly number[], b: readonly number[]): TestResult | null {
  const found = summarise(differences(a, b));
  if (!found?.standardError) return null;
  const statistic = found.mean / found.standardError;
  return { statistic, p: twoSided(statistic, found.n - 1) };
}

/**
 * Welch's t test of two samples whose spreads may differ.
 *
 *     t = (mean a - mean b) / √(sₐ² + s_b²)    s = standard error; degrees of freedom by Welch and Satterthwaite
 *
 * @returns null where a sample has fewer than two values, or neither any spread
 */
export function welchT(a: readonly number[], b: readonly number[]): TestResult | null {
  const [x, y] = [summarise(a), summarise(b)];
  if (!x || !y || x.n < 2 || y.n < 2) return null;
  const [vx, vy] = [x.standardError! ** 2, y.standardError! ** 2];
  if (vx + vy === 0) return null;
  const statistic = (x.mean - y.mean) / Math.sqrt(vx + vy);
  const freedom = (vx + vy) ** 2 / (vx ** 2 / (x.n - 1) + vy ** 2 / (y.n - 1));
  return { statistic, p: twoSided(statistic, freedom) };
}

/** a - b, pair by pair. */
export function differences(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) {
    throw new RangeError(`pairs need two samples of one length; got ${a.length} and ${b.length} values`);
  }
  return a.map((value, i) => value - b[i]!);
}
