import { tf, type Tensor2D } from './tf';

/**
 * The rows with length 1. A row of zeros stays as it is, and its slope stays finite.
 * @param rows float32 [B, D]
 * @returns float32 [B, D]
 */
export function normalised(rows: Tensor2D): Tensor2D {
  const squared = rows.square().sum(1, true);
  return rows.mul<Tensor2D>(tf.maximum(squared, 1e-24).rsqrt());
}
