import { detached } from '../core/detached';
import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import type { PairMasks } from '../core/pairs';
import { tf, type Scalar, type Tensor, type Tensor2D } from '../core/tf';

/** Of the paper's three levels the second; the first keeps all pairs. */
export const defaults = {
  /** Part of all positive pairs, and of all negative pairs, that is kept, 0 to 1. */
  fraction: 0.5,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The paper's third level. */
  deepest: { fraction: 0.2 },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Hard-aware cascade: the hardest part of the batch's pairs, each kind by itself.
 *
 *     positives: the ⌈f |P|⌉ farthest    negatives: the ⌈f |N|⌉ nearest
 *
 * A pair that is as hard as the last one counted is kept, too: (i, j) and (j, i) are equally hard. A threshold is found by
 * halving an interval 32 times, each in O(B · M), for a sorted order would be a second, longer graph.
 * @source Yuan, Yang and Zhang, Hard-Aware Deeply Cascaded Embedding, ICCV 2017, section 3
 * @param distance float32 [B, M], small is near; a constant here: masks have no slope
 * @param pairs what may be kept, float32 [B, M] each, 0 or 1
 * @returns what is kept, float32 [B, M] each, 0 or 1
 * @throws LabError where the fraction is not within 0 and 1
 */
export function hardAwareCascade(
  distance: Tensor2D,
  { positive, negative }: PairMasks,
  options: Partial<typeof defaults> = {},
): PairMasks {
  const { fraction } = withDefaults('hardAwareCascade', defaults, options);
  if (fraction < 0 || fraction > 1) {
    throw new LabError(`hardAwareCascade: fraction must be within 0 and 1; got ${fraction}`);
  }
  const farthest = detached((d: Tensor2D): Tensor2D => hardestPart(d, positive, fraction));
  const nearest = detached((d: Tensor2D): Tensor2D => hardestPart(d.neg(), negative, fraction));
  return { positive: farthest(distance), negative: nearest(distance) };
}

/** 1 for the largest entries among those that the mask keeps, as many as the fraction of them. */
function hardestPart(hardness: Tensor2D, mask: Tensor2D, fraction: number): Tensor2D {
  // A fifth of 30 may be 6.000001 in float32, which is not meant to be 7.
  const wanted = mask.sum<Scalar>().mul(fraction).sub<Scalar>(1e-4).ceil();
  const above = (threshold: Tensor): Tensor2D => tf.greater(hardness, threshold).toFloat().mul(mask);
  let low: Tensor = hardness.min().sub(1); // enough lie above it
  let high: Tensor = hardness.max(); // none lies above it
  for (let halved = 0; halved < 32; halved++) {
    const middle = low.add(high).div(2);
    const enough = tf.greaterEqual(above(middle).sum(), wanted);
    [low, high] = [tf.where(enough, middle, low), tf.where(enough, high, middle)];
  }
  return above(low).mul(tf.greater(wanted, 0).toFloat());
}
