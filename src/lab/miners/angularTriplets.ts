import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import type { PairMasks } from '../core/pairs';
import { tf, type Tensor2D } from '../core/tf';
import { countTriplets } from '../core/tripletCounts';

export const defaults = {
  /** Angle at the negative, in degrees above 0 and below 90, from which a triplet is kept, α. */
  angle: 20,
};

/**
 * Triplets whose negative sees anchor and positive under a wide angle.
 *
 *     kept where tan α ≤ d_ap / (2 ‖n - c‖)    c = (a + p) / 2    ‖n - c‖² = d_an²/2 + d_pn²/2 - d_ap²/4
 *
 * Told by their pairs, as in `tripletMargin`: how many of the triplets kept each pair is in. Memory is O(B · M).
 * @paper angular, the angle at the negative
 * @normalisation as the distances: the paper's are of embeddings as they are
 * @param distance float32 [B, M], Euclidean; a constant here: counts have no slope
 * @param pairs what may be kept, float32 [B, M] each, 0 or 1
 * @param among float32 [M, M], Euclidean distances among what the batch is compared with; the batch itself by default
 * @returns of how many triplets each pair is part, float32 [B, M] each, whole numbers
 * @throws LabError where the angle is none of a triangle's, or `among` is missing and the batch is not the reference
 */
export function angularTriplets(
  distance: Tensor2D,
  pairs: PairMasks,
  options: Partial<typeof defaults> = {},
  among: Tensor2D = distance,
): PairMasks {
  const { angle } = withDefaults('angularTriplets', defaults, options);
  if (angle <= 0 || angle >= 90) {
    throw new LabError(`angularTriplets: angle must be above 0 and below 90 degrees; got ${angle}`);
  }
  const [, others] = distance.shape;
  if (among.shape[0] !== others || among.shape[1] !== others) {
    throw new LabError(
      `angularTriplets: among must be float32 [${others}, ${others}], the distances among the others; got [${among.shape.join(', ')}]`,
    );
  }
  const bound = 4 * Math.tan((angle * Math.PI) / 180) ** 2;
  return countTriplets(distance, pairs, (d, near, at) => {
    const squared = near.square().expandDims(2); // d_ap² [B, P, 1]
    const fromPositive = among.slice([at, 0], [near.shape[1], others]).square().expandDims(0); // d_pn² [1, P, M]
    const toCentre = d.square().expandDims(1).add(fromPositive).div(2).sub(squared.div(4)); // [B, P, M]
    return tf.lessEqual(toCentre.mul(bound), squared).toFloat();
  });
}
