import { detached } from './detached';
import { tf, type Tensor1D, type Tensor2D } from './tf';

/** Stands for infinity where a mask leaves nothing; finite, so that 0 times it is 0. */
const huge = 1e30;

/**
 * log(1 + Σ exp(x)) over the entries of each row that the mask keeps; 0 where it keeps none. Does not overflow.
 * @param x float32 [B, M]
 * @param mask float32 [B, M], 0 or 1
 * @returns float32 [B]
 */
export function logOnePlusSumExp(x: Tensor2D, mask: Tensor2D): Tensor1D {
  const shift = detached((kept: Tensor2D, m: Tensor2D): Tensor1D => tf.relu(maskedMax(kept, m)))(x, mask);
  const terms = masked(x, mask, -huge).sub(shift.expandDims(1)).exp();
  return terms.sum<Tensor1D>(1).add<Tensor1D>(shift.neg().exp()).log().add(shift);
}

/**
 * The largest entry of each row among those that the mask keeps; -1e30 where it keeps none.
 * @returns float32 [B]
 */
export function maskedMax(x: Tensor2D, mask: Tensor2D): Tensor1D {
  return masked(x, mask, -huge).max(1);
}

/**
 * The smallest entry of each row among those that the mask keeps; 1e30 where it keeps none.
 * @returns float32 [B]
 */
export function maskedMin(x: Tensor2D, mask: Tensor2D): Tensor1D {
  return masked(x, mask, huge).min(1);
}

/** x where the mask is 1, `otherwise` where it is 0. By products, which take a fifth of the time of a choice. */
export function masked(x: Tensor2D, mask: Tensor2D, otherwise: number): Tensor2D {
  return x.mul<Tensor2D>(mask).add(tf.sub(1, mask).mul(otherwise));
}

/**
 * Only the first 1 of each row.
 * @param mask float32 [B, M], 0 or 1
 * @returns float32 [B, M], 0 or 1
 */
export function first(mask: Tensor2D): Tensor2D {
  const column = tf.range(0, mask.shape[1], 1, 'int32').expandDims(0);
  return tf.equal(column, mask.argMax(1).expandDims(1)).toFloat().mul(mask);
}

/**
 * log Σ exp(x) over the entries of each row that the mask keeps. Does not overflow.
 * Where the mask keeps none it is about -87, the logarithm of the smallest float, with slope 0.
 * @param x float32 [B, M]
 * @param mask float32 [B, M], 0 or 1
 * @returns float32 [B]
 */
export function logSumExp(x: Tensor2D, mask: Tensor2D): Tensor1D {
  const shift = detached((kept: Tensor2D, m: Tensor2D): Tensor1D => {
    return maskedMax(kept, m).mul(m.max(1));
  })(x, mask);
  const terms = masked(x, mask, -huge).sub(shift.expandDims(1)).exp();
  return tf.maximum(terms.sum<Tensor1D>(1), 1.2e-38).log().add(shift);
}
