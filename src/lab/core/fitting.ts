import { repeat } from './repeat';
import { tf, type Scalar, type Tensor } from './tf';

/** With fewer places nothing is gained. */
const fewest = 32;

/**
 * Computes with as many places as are needed, so that a few of many cost what a few cost: with a quarter of `most`, half of it,
 * or all, whichever is the smallest that holds `count`. A compiled graph has each of them, and goes through one.
 *
 * It has no slope: call it in the forward part of a `tf.customGrad`.
 * @param count places that are needed: float32 [], 0 to `most`
 * @param empty tensors of the result's shapes and types
 * @param compute the result, from a number of places, and from 0, int32 []: what is computed from that is computed only where
 * the number is the one
 */
export function fitting(
  count: Scalar,
  most: number,
  empty: readonly Tensor[],
  compute: (places: number, zero: Tensor) => readonly Tensor[],
): readonly Tensor[] {
  const parts = [4, 2].map((part) => Math.ceil(most / part)).filter((size) => size >= fewest);
  const sizes = [...parts, most];
  if (sizes.length === 1) return compute(most, tf.scalar(0, 'int32'));
  const fits = sizes.map((size) => tf.lessEqual(count, size).toInt());
  return sizes.reduce<readonly Tensor[]>((result, size, at) => {
    const isSmallest = at === 0 ? fits[0]! : fits[at]!.sub(fits[at - 1]!); // 1 or 0 turns
    return repeat(isSmallest, result, (turn) => compute(size, turn));
  }, empty);
}
