import { above } from '../core/detached';
import { tf, type Tensor2D } from '../core/tf';
import { squaredEuclideanDistance } from './squaredEuclideanDistance';

/**
 * Euclidean distance of every row of `a` to every row of `b`: the smaller, the nearer.
 *
 *     d_ij = |a_i - b_j|
 *
 * Equal rows have distance 0 and slope 0.
 * @param a float32 [A, D]
 * @param b float32 [B, D]
 * @returns float32 [A, B], 0 or more
 */
export function euclideanDistance(a: Tensor2D, b: Tensor2D): Tensor2D {
  const squared = squaredEuclideanDistance(a, b);
  const apart = above(squared, 0);
  // The root of 0 has an infinite slope: it is taken of 1 instead, and put to 0 afterwards.
  return squared.add<Tensor2D>(tf.sub(1, apart)).sqrt().mul(apart);
}
