import { detached } from '../core/detached';
import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../core/tf';

/** The range of distances on the unit sphere where negatives matter, as in the adaptive policies that followed. */
export const defaults = {
  /** Upper end of the first bin's inner range; all nearer negatives are in the first bin. */
  nearest: 0.1,
  /** Lower end of what lies beyond; all farther negatives are in the last bin. */
  farthest: 1.4,
};

/** Chance of a bin of weight 0, so that an anchor whose bins are empty still draws. */
const leastWeight = 1e-6;

/**
 * Negatives by a policy over bins of distance: an anchor draws those whose bin has weight.
 *
 *     Pr(n | a) ∝ w[bin(d_an)]    bins of equal width from `nearest` to `farthest`, the outer two open
 *
 * An anchor without negatives in a bin of weight draws any of its negatives.
 * @paper de-dsp, the choice of negatives by a policy; bins stand for the paper's relations of examples
 * @param distance float32 [B, M], Euclidean distances of unit vectors; a constant here
 * @param negative float32 [B, M], 1 for negative pairs
 * @param weights float32 [bins], 0 or more, of two bins at least
 * @returns float32 [B, M]: rows sum to 1; a row of zeros for an anchor without negatives
 * @throws LabError on fewer than two bins, or where `farthest` is not above `nearest`
 */
export function binnedNegatives(
  distance: Tensor2D,
  negative: Tensor2D,
  weights: Tensor1D,
  options: Partial<typeof defaults> = {},
): Tensor2D {
  const { nearest, farthest } = withDefaults('binnedNegatives', defaults, options);
  const bins = weights.size;
  if (bins < 2) throw new LabError(`binnedNegatives: it takes two bins at least; got ${bins}`);
  if (farthest <= nearest) {
    throw new LabError(`binnedNegatives: farthest must be above nearest, ${nearest}; got ${farthest}`);
  }
  const probabilities = (d: Tensor2D): Tensor2D => {
    let weight: Tensor = weights.slice(0, 1);
    for (let bin = 1; bin < bins; bin++) {
      const edge = nearest + ((farthest - nearest) * bin) / bins;
      const step = weights.slice(bin, 1).sub(weights.slice(bin - 1, 1));
      weight = weight.add(tf.greater(d, edge).toFloat().mul(step));
    }
    const chances = weight.add(leastWeight).mul<Tensor2D>(negative);
    return chances.div(tf.maximum(chances.sum(1, true), 1e-30));
  };
  return tf.tidy(() => detached(probabilities)(distance));
}
