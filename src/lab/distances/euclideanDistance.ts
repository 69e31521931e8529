import { root } from '../core/root';
import type { Tensor2D } from '../core/tf';
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
  return root(squaredEuclideanDistance(a, b));
}
