import { criticalValue } from './studentT';

/** A sample in numbers. What needs two values is null for one. */
export interface Summary {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation of the sample (n - 1). */
  readonly deviation: number | null;
  /** Of the mean: deviation / √n. */
  readonly standardError: number | null;
  /** Where the mean of all such samples lies, by Student's t. */
  readonly interval: readonly [low: number, high: number] | null;
}

/**
 * Mean, spread and confidence interval: mean ± t · deviation / √n.
 * @param confidence 0 to 1; default 0.95
 * @returns null for no values
 */
export function summarise(values: readonly number[], confidence = 0.95): Summary | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { n, mean, deviation: null, standardError: null, interval: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (n - 1));
  const standardError = deviation / Math.sqrt(n);
  const reach = criticalValue(1 - confidence, n - 1) * standardError;
  return { n, mean, deviation, standardError, interval: [mean - reach, mean + reach] };
}
