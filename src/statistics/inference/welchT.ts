import { studentTPValue } from '../studentT';
import type { TestResult } from '../testResult';
import { summarise } from './summarise';

/**
 * Welch's t test of two samples whose spreads may differ, such as runs without a seed in common.
 *
 *     t = (mean a - mean b) / √(sₐ² + s_b²)    s = standard error of the mean
 *     degrees of freedom = (sₐ² + s_b²)² / (sₐ⁴ / (nₐ - 1) + s_b⁴ / (n_b - 1))
 *
 * Takes each sample as normal.
 * @source Welch, Biometrika 34, 1947
 * @param a values in any unit
 * @param b values in the same unit, as many or not
 * @returns t, positive where a is larger, and p from 0 to 1, two-sided; null where a sample has fewer than two values, or
 *   neither any spread
 */
export function welchT(a: readonly number[], b: readonly number[]): TestResult | null {
  const [x, y] = [summarise(a), summarise(b)];
  if (!x || !y || x.n < 2 || y.n < 2) return null;
  const [vx, vy] = [x.standardError! ** 2, y.standardError! ** 2];
  if (vx + vy === 0) return null;
  const statistic = (x.mean - y.mean) / Math.sqrt(vx + vy);
  const freedom = (vx + vy) ** 2 / (vx ** 2 / (x.n - 1) + vy ** 2 / (y.n - 1));
  return { statistic, p: studentTPValue(statistic, freedom) };
}
