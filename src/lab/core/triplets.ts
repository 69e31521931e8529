import { atLeastOne, type Reduction } from './reduce';
import { repeat } from './repeat';
import type { PairMasks } from './pairs';
import { softplus } from './softplus';
import { tf, type Scalar, type Tensor, type Tensor2D } from './tf';

export interface TripletOptions {
  readonly margin: number;
  /** log(1 + exp(x)) in place of the hinge. */
  readonly smooth: boolean;
  /** Only triplets whose negative is farther than the positive, but by less than the margin. */
  readonly semiHard: boolean;
  readonly reduction: Reduction;
  /** Go through the negatives of all anchors, not through their positives: not with `swap`. */
  readonly byNegatives?: boolean | undefined;
  /**
   * Distances of the positives to the negatives, float32 [M, M]: the nearer of anchor and positive faces the negative.
   * Without them it is always the anchor.
   */
  readonly swap?: Tensor2D | undefined;
}

/** Stands for infinity; finite, so that 0 times it is 0. */
const huge = 1e30;

/**
 * The triplet hinge over all triplets of a batch.
 *
 *     [d_ap - d_an + margin]₊  for each positive pair (a, p) and negative pair (a, n); min(d_an, d_pn) with `swap`
 *
 * The slope is counted along with the value: that of d_ap is the number of its active triplets, that of d_an minus it.
 * The positives of all anchors are gone through together, the first of each, then the second: O(B · M) memory and, where
 * P is the most positives that an anchor has, O(B · M · P) work. Or the negatives: with minus the distance for the distance
 * a triplet stays what it is where they change places.
 * @param distance float32 [B, M], small is near
 * @returns float32 [], with slope towards `distance`; 0 where no triplet counts
 */
export function reduceTriplets(distance: Tensor2D, pairs: PairMasks, options: TripletOptions): Scalar {
  const distances = options.swap ? [distance, options.swap] : [distance];
  const reduced = tf.customGrad((...given) => {
    const [d, save] = [given[0] as Tensor2D, given.at(-1) as (tensors: Tensor[]) => void];
    const mirrored = options.byNegatives && !options.swap;
    const { loss, mined, active, slopes } = mirrored
      ? sumTriplets(d.neg(), { positive: pairs.negative, negative: pairs.positive }, options)
      : sumTriplets(d, pairs, options);
    const divisor = { mean: mined, nonzero: active, sum: tf.scalar(1) }[options.reduction];
    const share = atLeastOne(divisor);
    const sign = tf.scalar(mirrored ? -1 : 1);
    save(slopes.map((slope) => slope.mul(sign.div(share))));
    return {
      value: loss.div(share),
      gradFunc: (dy: Tensor, saved: Tensor[]) => saved.map((slope) => slope.mul(dy)),
    };
  });
  return reduced(...distances) as Scalar;
}

function sumTriplets(
  d: Tensor2D,
  { positive, negative }: PairMasks,
  { margin, smooth, semiHard, swap }: TripletOptions,
) {
  const number = positive.cumsum(1).mul<Tensor2D>(positive); // [B, M]: an anchor's positives as 1, 2, ...; else 0
  const positives = positive.sum(1, true); // [B, 1]
  const beyond = tf.sub(1, negative).mul(huge); // [B, M]: as if what is no negative were far away
  const ofAnchors = d.add(beyond); // [B, M]: beside so much any distance is lost
  // A soft margin has no triplet that costs nothing.
  const everything = smooth && !semiHard;
  const zero = tf.scalar(0);
  const none = tf.zerosLike(d);
  const [softLoss, mined, slope, onSwapped] = repeat(
    positives.max().toInt(),
    [zero, zero, none, ...(swap ? [tf.zerosLike(swap)] : [])],
    (turn, [sum, count, lastSlope, lastOnSwapped]) => {
      const chosen = tf.equal(number, turn.add(1).toFloat()).toFloat(); // one column of each row, or none
      const has = tf.greater(positives, turn.toFloat()).toFloat(); // [B, 1]
      const near = d.mul(chosen).sum(1, true).add(has.sub(1).mul(huge)); // [B, 1]
      const ofPositives = swap && chosen.matMul(swap).add(beyond); // [B, M]
      const far = ofPositives ? tf.minimum(ofAnchors, ofPositives) : ofAnchors; // [B, M]
      const reach = near.add(margin); // [B, 1]: nearer negatives are too near
      const above = tf.greater(reach, far);
      const counts = semiHard ? tf.logicalAnd(above, tf.less(near, far)) : above;
      const kept = (terms: Tensor) => (everything ? terms : tf.where(counts, terms, 0));
      const active = smooth ? kept(reach.sub(far).sigmoid()) : counts.toFloat();
      const ofRows = active.sum(1, true); // [B, 1]
      const swapped = ofPositives && active.mul(tf.less(ofPositives, ofAnchors).toFloat());
      return [
        smooth ? sum!.add(kept(softplus(reach.sub(far))).sum()) : sum!,
        count!.add((smooth ? counts.toFloat() : ofRows).sum()),
        lastSlope!.add(chosen.mul(ofRows).sub(swapped ? active.sub(swapped) : active)),
        ...(swapped ? [lastOnSwapped!.add(tf.matMul(chosen, swapped, true))] : []),
      ];
    },
  ) as [Scalar, Scalar, Tensor2D, Tensor2D?];
  const all = positive.sum(1).mul(negative.sum(1)).sum<Scalar>();
  // Hinges are straight: their sum follows from their slopes, and no turn has to add them up.
  const ofSwapped = swap && onSwapped ? swap.mul(onSwapped).sum() : 0;
  const hinges = d
    .mul(slope)
    .sum<Scalar>()
    .sub<Scalar>(ofSwapped)
    .add<Scalar>(mined.mul(margin))
    .relu<Scalar>(); // never below 0 by rounding
  return {
    loss: smooth ? softLoss : hinges,
    mined: semiHard ? mined : all,
    active: everything ? all : mined,
    slopes: [slope, ...(onSwapped ? [onSwapped.neg()] : [])],
  };
}
