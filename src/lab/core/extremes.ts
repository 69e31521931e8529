import { first, maskedMax, maskedMin } from './masked';
import { tf, type Tensor2D } from './tf';

/**
 * The largest entry of each row among those that the mask keeps; of equal ones the first.
 * @param x float32 [B, M]; its slope is not followed
 * @param mask float32 [B, M], 0 or 1
 * @returns float32 [B, M]: a single 1 in a row, none where the mask keeps none
 */
export function firstLargest(x: Tensor2D, mask: Tensor2D): Tensor2D {
  return first(tf.equal(x, maskedMax(x, mask).expandDims(1)).toFloat().mul(mask));
}

/** The same for the smallest entry. */
export function firstSmallest(x: Tensor2D, mask: Tensor2D): Tensor2D {
  return first(tf.equal(x, maskedMin(x, mask).expandDims(1)).toFloat().mul(mask));
}
