import { choice, withDefaults } from '../core/options';
import type { PairMasks } from '../core/pairs';
import { tf, type Tensor, type Tensor2D } from '../core/tf';
import { countTriplets } from '../core/tripletCounts';

export const defaults = {
  /** How much nearer than the negative the positive should be, m. */
  margin: 0.2,
  /** all: triplets within the margin; of them hard: the negative is nearer; semiHard: the positive is; easy: the others. */
  kind: 'all' as TripletKind,
};
type TripletKind = 'all' | 'hard' | 'semiHard' | 'easy';

/**
 * Triplets by how far they keep or miss a margin.
 *
 *     all: d_an - d_ap ≤ m    hard: d_an - d_ap ≤ 0    semi-hard: 0 < d_an - d_ap ≤ m    easy: d_an - d_ap > m
 *
 * Triplets are B · M², so they are told by their pairs: how many of the triplets kept each pair is in. With these as
 * weights, a sum over pairs is the sum over triplets of whatever is linear in d_ap and d_an. Memory is O(B · M).
 * @paper triplet-facenet-semihard, hard and semi-hard triplets
 * @param distance float32 [B, M], small is near; a constant here: counts have no slope
 * @param pairs what may be kept, float32 [B, M] each, 0 or 1
 * @returns of how many triplets each pair is part, float32 [B, M] each, whole numbers
 */
export function tripletMargin(
  distance: Tensor2D,
  pairs: PairMasks,
  options: Partial<typeof defaults> = {},
): PairMasks {
  const { margin, kind } = withDefaults('tripletMargin', defaults, options);
  const kept = choice('tripletMargin', 'kind', tripletKinds, kind);
  return countTriplets(distance, pairs, (d, near) => kept(d.expandDims(1).sub(near.expandDims(2)), margin));
}

/** Which triplets are kept, from d_an - d_ap: float32 [B, P, M]. */
const tripletKinds: Readonly<Record<TripletKind, (gap: Tensor, margin: number) => Tensor>> = {
  all: (gap, margin) => tf.lessEqual(gap, margin).toFloat(),
  hard: (gap, margin) => tf.lessEqual(gap, Math.min(0, margin)).toFloat(),
  semiHard: (gap, margin) => tf.greater(gap, 0).toFloat().mul(tf.lessEqual(gap, margin).toFloat()),
  easy: (gap, margin) => tf.greater(gap, margin).toFloat(),
};
