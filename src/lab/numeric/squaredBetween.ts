import { unitRows } from '../core/unitRows';
import type { Embedded } from './embedded';

/** A number for two rows by their index. */
export type OfRows = (a: number, b: number) => number;

/**
 * Squared Euclidean distances of rows, each computed when it is asked for. Of rows of length 1 it is 2 - 2 cos, and so 2 from a
 * row of zeros to any other.
 * @param onSphere whether rows are brought to length 1 first
 */
export function squaredBetween({ embeddings, dimension }: Embedded, onSphere: boolean): OfRows {
  const rows = onSphere ? unitRows(embeddings, dimension) : embeddings;
  return (a, b) => {
    if (a === b) return 0;
    let sum = 0;
    for (let i = 0; i < dimension; i++) {
      const [x, y] = [rows[a * dimension + i]!, rows[b * dimension + i]!];
      sum += onSphere ? x * y : (x - y) ** 2;
    }
    return onSphere ? Math.max(0, 2 - 2 * sum) : sum;
  };
}
