import { detached } from '../core/detached';
import { maskedMax, maskedMin } from '../core/masked';
import { withDefaults } from '../core/options';
import type { PairMasks } from '../core/pairs';
import { tf, type Tensor2D } from '../core/tf';

export const defaults = {
  /** How far a pair may be from the hardest of the other kind and still count, ε. */
  epsilon: 0.1,
};

/**
 * The pairs of multi-similarity mining: those that are as hard as the anchor's hardest pair of the other kind, or nearly.
 *
 *     positive (i, j) counts where s_ij < max_{k∈N(i)} s_ik + ε
 *     negative (i, j) counts where s_ij > min_{k∈P(i)} s_ik - ε
 *
 * An anchor without positives or without negatives keeps no pair.
 * @paper multi-similarity, pair mining
 * @param similarity float32 [B, M], larger is nearer; a constant here: masks have no slope
 * @param pairs what may be kept, float32 [B, M] each, 0 or 1
 * @returns what is kept, float32 [B, M] each, 0 or 1
 */
export function multiSimilarityPairs(
  similarity: Tensor2D,
  { positive, negative }: PairMasks,
  options: Partial<typeof defaults> = {},
): PairMasks {
  const { epsilon } = withDefaults('multiSimilarityPairs', defaults, options);
  const hardPositive = detached((s: Tensor2D): Tensor2D => {
    const hardestNegative = maskedMax(s, negative).expandDims(1);
    return tf.less(s, hardestNegative.add(epsilon)).toFloat().mul(positive);
  });
  const hardNegative = detached((s: Tensor2D): Tensor2D => {
    const hardestPositive = maskedMin(s, positive).expandDims(1);
    return tf.greater(s, hardestPositive.sub(epsilon)).toFloat().mul(negative);
  });
  return { positive: hardPositive(similarity), negative: hardNegative(similarity) };
}
