import { detached } from '../core/detached';
import { firstLargest, firstSmallest } from '../core/extremes';
import type { PairMasks } from '../core/pairs';
import { tf, type Tensor2D } from '../core/tf';

/**
 * The hardest pairs of each anchor: its farthest positive and its nearest negative.
 * Of equally hard ones the first in the batch counts. An anchor without positives or without negatives keeps no pair.
 * @paper triplet-facenet-semihard, the batch-hard form of Hermans et al. 2017, equation 5
 * @param distance float32 [B, M], small is near; a constant here: masks have no slope
 * @param pairs what may be kept, float32 [B, M] each, 0 or 1
 * @returns what is kept, float32 [B, M] each, 0 or 1, at most a single 1 in a row
 */
export function batchHard(distance: Tensor2D, { positive, negative }: PairMasks): PairMasks {
  const whole = tf.minimum(positive.max(1, true), negative.max(1, true)); // [B, 1]: 1 for anchors that have both
  const farthest = detached((d: Tensor2D): Tensor2D => firstLargest(d, positive).mul(whole));
  const nearest = detached((d: Tensor2D): Tensor2D => firstSmallest(d, negative).mul(whole));
  return { positive: farthest(distance), negative: nearest(distance) };
}
