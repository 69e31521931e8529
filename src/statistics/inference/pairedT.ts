import { pairedDifferences } from '../pairedDifferences';
import { studentTPValue } from '../studentT';
import type { TestResult } from '../testResult';
import { summarise } from './summarise';

/**
 * Student's t test on the differences of pairs, such as two methods on the same seeds.
 *
 *     t = mean(a - b) / (deviation(a - b) / √n)    with n - 1 degrees of freedom
 *
 * Takes the differences as normal.
 * @source Student, The Probable Error of a Mean, Biometrika 6, 1908
 * @param a n values, one of each pair, in any unit
 * @param b n values in the same unit and order: `b[i]` belongs to `a[i]`
 * @returns t, positive where a is larger, and p from 0 to 1, two-sided; null for fewer than two pairs, or where all
 *   differences are equal: nothing tells chance apart then
 * @throws RangeError where the samples differ in length
 */
export function pairedT(a: readonly number[], b: readonly number[]): TestResult | null {
  const found = summarise(pairedDifferences(a, b));
  if (!found?.standardError) return null;
  const statistic = found.mean / found.standardError;
  return { statistic, p: studentTPValue(statistic, found.n - 1) };
}
