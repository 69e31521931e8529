import { tf, type Tensor2D } from '../core/tf';

/**
 * Dot product of every row of `a` with every row of `b`: the larger, the nearer.
 *
 *     s_ij = a_i · b_j
 *
 * @param a float32 [A, D]
 * @param b float32 [B, D]
 * @returns float32 [A, B]
 */
export function dotProduct(a: Tensor2D, b: Tensor2D): Tensor2D {
  return tf.matMul(a, b, false, true);
}
