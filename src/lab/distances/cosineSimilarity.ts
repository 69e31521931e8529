import { bothNormalised } from '../core/normalised';
import { tf, type Tensor2D } from '../core/tf';

/**
 * Cosine similarity of every row of `a` with every row of `b`: the larger, the nearer.
 *
 *     s_ij = a_i · b_j / (|a_i| |b_j|)
 *
 * A row of zeros has similarity 0 to all others.
 * @param a float32 [A, D]
 * @param b float32 [B, D]
 * @returns float32 [A, B], -1 to 1
 */
export function cosineSimilarity(a: Tensor2D, b: Tensor2D): Tensor2D {
  const [from, to] = bothNormalised(a, b);
  return tf.matMul(from, to, false, true);
}
