import { detached } from '../core/detached';
import { withDefaults } from '../core/options';
import type { PairMasks } from '../core/pairs';
import { tf, type Tensor2D } from '../core/tf';

export const defaults = {
  /** Positives count from this distance on. */
  positiveMargin: 0.2,
  /** Negatives count up to this distance. */
  negativeMargin: 0.8,
};

/**
 * The pairs that violate a margin: positives farther than the one, negatives nearer than the other.
 *
 *     positive (i, j) counts where d_ij > m⁺    negative (i, j) counts where d_ij < m⁻
 *
 * @paper contrastive, the pairs that its hinges do not leave at 0
 * @param distance float32 [B, M], small is near; a constant here: masks have no slope
 * @param pairs what may be kept, float32 [B, M] each, 0 or 1
 * @returns what is kept, float32 [B, M] each, 0 or 1
 */
export function pairMargin(
  distance: Tensor2D,
  { positive, negative }: PairMasks,
  options: Partial<typeof defaults> = {},
): PairMasks {
  const { positiveMargin, negativeMargin } = withDefaults('pairMargin', defaults, options);
  const far = detached((d: Tensor2D): Tensor2D => tf.greater(d, positiveMargin).toFloat().mul(positive));
  const near = detached((d: Tensor2D): Tensor2D => tf.less(d, negativeMargin).toFloat().mul(negative));
  return { positive: far(distance), negative: near(distance) };
}
