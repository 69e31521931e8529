import { detached } from '../core/detached';
import { withDefaults } from '../core/options';
import { maskedMax } from '../core/masked';
import { tf, type Tensor1D, type Tensor2D } from '../core/tf';

/** The paper's values. */
export const defaults = {
  /** Nearer negatives are drawn as if they were this far, so that no weight is huge. */
  cutoff: 0.5,
  /** Farther negatives are not drawn: their loss would be 0. */
  nonzeroLossCutoff: 1.4,
};

/**
 * Distance-weighted sampling: an anchor draws negatives of all distances alike.
 *
 *     Pr(n | a) ∝ 1 / q(d_an)    q(d) = d^(D-2) (1 - d²/4)^((D-3)/2)
 *
 * q is the density of distances on the unit sphere in D dimensions.
 * @paper margin-distance-weighted, section 4
 * @param distance float32 [B, M], Euclidean distances of unit vectors; a constant here
 * @param negative float32 [B, M], 1 for negative pairs
 * @param dimension columns of the embeddings, D
 * @returns float32 [B, M]: rows sum to 1; a row of zeros for an anchor without negatives in reach
 */
export function distanceWeighted(
  distance: Tensor2D,
  negative: Tensor2D,
  dimension: number,
  options: Partial<typeof defaults> = {},
): Tensor2D {
  const { cutoff, nonzeroLossCutoff } = withDefaults('distanceWeighted', defaults, options);
  const probabilities = (distances: Tensor2D): Tensor2D => {
    // Just below 2, the diameter of the sphere, the density would become 0.
    const d = distances.clipByValue(cutoff, 1.9999);
    const inSphere = tf.sub(1, d.square().div(4)).log();
    const logWeight = d
      .log()
      .mul(2 - dimension)
      .sub<Tensor2D>(inSphere.mul((dimension - 3) / 2));
    const inReach = negative.mul<Tensor2D>(tf.less(d, nonzeroLossCutoff).toFloat());
    const largest = maskedMax(logWeight, inReach).expandDims(1);
    const weight = logWeight.sub(largest).minimum(0).exp().mul(inReach);
    return weight.div(tf.maximum(weight.sum(1, true), 1e-30));
  };
  return tf.tidy(() => detached(probabilities)(distance));
}

/**
 * One draw for each row from its probabilities.
 * @param probabilities float32 [B, M], rows that sum to 1, or to 0; a constant here
 * @param uniform float32 [B], 0 to 1
 * @returns float32 [B, M]: a single 1 in each row, none where the row sums to 0
 */
export function drawn(probabilities: Tensor2D, uniform: Tensor1D): Tensor2D {
  const draw = (p: Tensor2D): Tensor2D => {
    const cumulative = p.cumsum(1);
    const total = cumulative.max(1, true);
    const at = uniform
      .clipByValue(0, 1 - 2 ** -23)
      .expandDims(1)
      .mul(total);
    const index = tf.lessEqual(cumulative, at).toFloat().sum(1, true); // the first whose sum exceeds the draw
    const columns = tf.range(0, p.shape[1]).expandDims(0);
    return tf.equal(columns, index).toFloat() as Tensor2D;
  };
  return tf.tidy(() => detached(draw)(probabilities));
}
