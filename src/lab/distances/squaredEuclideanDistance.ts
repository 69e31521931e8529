import { above, detached } from '../core/detached';
import { tf, type Tensor2D } from '../core/tf';

/** Part of the squared lengths below which float32 cannot tell a squared distance from 0. */
const resolution = 1e-6;

/**
 * Squared Euclidean distance of every row of `a` to every row of `b`: the smaller, the nearer.
 *
 *     d_ij = |a_i - b_j|² = |a_i|² + |b_j|² - 2 a_i · b_j
 *
 * All rows are first moved so that the mean of `b` is 0, which changes no distance and keeps small ones exact. What
 * float32 cannot tell from 0 is 0, and has slope 0.
 * @param a float32 [A, D]
 * @param b float32 [B, D]
 * @returns float32 [A, B], 0 or more
 */
export function squaredEuclideanDistance(a: Tensor2D, b: Tensor2D): Tensor2D {
  const centre = detached((rows: Tensor2D): Tensor2D => rows.mean(0, true))(b);
  const [from, to] = [a.sub<Tensor2D>(centre), b.sub<Tensor2D>(centre)];
  const lengths = from.square().sum(1, true).add(to.square().sum(1, true).transpose()); // [A, B]
  const squared = lengths.sub<Tensor2D>(tf.matMul(from, to, false, true).mul(2));
  return squared.mul(above(squared, lengths.mul(resolution)));
}
