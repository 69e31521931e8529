import type { Embedded } from './embedded';

/**
 * How far embeddings lie apart, for their length: the share of their mean square that is variance.
 *
 *     spread = Σ‖xᵢ - μ‖² / Σ‖xᵢ‖²
 *
 * 0 where all are one point, 1 where their mean is the origin. For rows of length 1 it is the mean cosine distance of two rows,
 * each row with itself included.
 */
export function spread({ embeddings, dimension, labels }: Embedded): number {
  const mean = new Float64Array(dimension);
  for (let at = 0; at < embeddings.length; at++) mean[at % dimension]! += embeddings[at]! / labels.length;
  let [variance, square] = [0, 0];
  for (let at = 0; at < embeddings.length; at++) {
    variance += (embeddings[at]! - mean[at % dimension]!) ** 2;
    square += embeddings[at]! ** 2;
  }
  return square === 0 ? 0 : variance / square;
}
