import { studentTCriticalValue } from '../studentT';

/** A sample in numbers. What needs two values is null for one. */
export interface SampleSummary {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation of the sample (n - 1). */
  readonly deviation: number | null;
  /** Of the mean: deviation / √n. */
  readonly standardError: number | null;
  /** Where the mean of all such samples lies, by Student's t. */
  readonly interval: readonly [low: number, high: number] | null;
}

export const defaults = {
  /** How sure the interval is to hold the mean, between 0 and 1. */
  confidence: 0.95,
};

/**
 * Mean, spread and Student's t interval of a sample.
 *
 *     interval = mean ± t · deviation / √n    P(|T| > t) = 1 - confidence, T with n - 1 degrees of freedom
 *
 * Takes the values as normal.
 * @source Student, The Probable Error of a Mean, Biometrika 6, 1908
 * @param values in any unit, such as a score of each seed
 * @param confidence between 0 and 1
 * @returns all in the unit of the values; null for no values
 */
export function summarise(
  values: readonly number[],
  confidence: number = defaults.confidence,
): SampleSummary | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { n, mean, deviation: null, standardError: null, interval: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (n - 1));
  const standardError = deviation / Math.sqrt(n);
  const reach = studentTCriticalValue(1 - confidence, n - 1) * standardError;
  return { n, mean, deviation, standardError, interval: [mean - reach, mean + reach] };
}
