import { detached } from '../core/detached';
import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { tf, type Tensor1D, type Tensor2D } from '../core/tf';

/** The paper's values. */
export const defaults = {
  /** Nearer negatives are drawn as if they were this far, so that no weight is huge. */
  cutoff: 0.5,
  /** Farther negatives are not drawn: their loss would be 0. */
  nonzeroLossCutoff: 1.4,
};

/** Of the unit sphere, or just below: at 2 the density would become 0. */
const diameter = 1.9999;

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
 * @throws LabError where the cutoff is no distance on the sphere
 */
export function distanceWeighted(
  distance: Tensor2D,
  negative: Tensor2D,
  dimension: number,
  options: Partial<typeof defaults> = {},
): Tensor2D {
  const { cutoff, nonzeroLossCutoff } = withDefaults('distanceWeighted', defaults, options);
  if (cutoff <= 0 || cutoff >= diameter) {
    throw new LabError(`distanceWeighted: cutoff must be above 0 and below 2, the diameter; got ${cutoff}`);
  }
  const probabilities = (distances: Tensor2D): Tensor2D => {
    const d = distances.clipByValue(cutoff, diameter);
    const inReach = negative.mul<Tensor2D>(tf.less(d, nonzeroLossCutoff).toFloat());
    const squared = d.square();
    // 1 / q = (d² (1 - d²/4))^((3-D)/2) / d: one logarithm, none below 0. What is not in reach is never the largest.
    const logarithm = squared
      .mul(tf.sub(1, squared.div(4)))
      .log()
      .mul((3 - dimension) / 2)
      .mul<Tensor2D>(inReach);
    const weight = logarithm.sub(logarithm.max(1, true)).exp().mul(inReach).div<Tensor2D>(d);
    return weight.div(tf.maximum(weight.sum(1, true), 1e-30));
  };
  return tf.tidy(() => detached(probabilities)(distance));
}

/** Columns that are gone through at once. */
const width = 64;

/** Just below 1. */
const nearlyAll = 1 - 2 ** -23;

/**
 * One draw for each row from its probabilities. Of many columns a piece is drawn first, and then one of its columns: sums
 * from column to column take more time than all else.
 * @param probabilities float32 [B, M], rows that sum to 1, or to 0; a constant here
 * @param uniform float32 [B], 0 to 1
 * @returns float32 [B, M]: a single 1 in each row, none where the row sums to 0
 */
export function drawn(probabilities: Tensor2D, uniform: Tensor1D): Tensor2D {
  const draw = (p: Tensor2D): Tensor2D => {
    const columns = tf.range(0, p.shape[1]).expandDims(0);
    const share = uniform.clipByValue(0, nearlyAll).expandDims<Tensor2D>(1);
    return tf.equal(columns, columnAt(p, share)).toFloat() as Tensor2D;
  };
  return tf.tidy(() => detached(draw)(probabilities));
}

/** The first column whose sum with those before it exceeds the share of the row's sum; M where it is 0: float32 [B, 1]. */
function columnAt(p: Tensor2D, share: Tensor2D): Tensor2D {
  const [rows, columns] = p.shape;
  const count = Math.ceil(columns / width);
  if (count <= 4) return exceeding(p, (sum) => sum.mul(share)).place;
  const whole = p.pad<Tensor2D>([
    [0, 0],
    [0, count * width - columns],
  ]);
  const pieces = whole.reshape([rows, count, width]);
  const { place, rest } = exceeding(pieces.sum<Tensor2D>(2), (sum) => sum.mul(share));
  const piece = place.minimum<Tensor2D>(count - 1);
  const own = tf.gather(pieces, piece.reshape<Tensor1D>([rows]).toInt(), 1, 1) as Tensor2D;
  // Sums in another order may be a little smaller: of a piece that is drawn, one column is.
  const within = exceeding(own, (sum) => rest.minimum<Tensor2D>(sum.mul(nearlyAll)));
  return piece.mul(width).add(within.place);
}

/**
 * Where running sums first exceed a bound.
 * @param p float32 [B, n], 0 or more
 * @param bound of a row, from the row's sum, float32 [B, 1] both
 * @returns how many sums do not exceed it, and by how much it exceeds the last of these, float32 [B, 1] both
 */
function exceeding(p: Tensor2D, bound: (sum: Tensor2D) => Tensor2D): { place: Tensor2D; rest: Tensor2D } {
  const sums = p.cumsum(1) as Tensor2D;
  const at = bound(sums.max(1, true));
  const before = tf.lessEqual(sums, at).toFloat();
  const place = before.sum<Tensor2D>(1, true);
  return { place, rest: at.sub(sums.mul(before).max(1, true)) };
}
