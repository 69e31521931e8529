/** A mean over seeds. */
export interface Mean {
  readonly mean: number;
  /** Standard deviation of the sample (n - 1); null for a single value. */
  readonly deviation: number | null;
  readonly n: number;
}

/** Null for no values. */
export function meanOf(values: readonly number[]): Mean | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, deviation: null, n };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (n - 1)), n };
}
