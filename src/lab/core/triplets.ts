import { atLeastOne, type Reduction } from './reduce';
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
}

/** Numbers held at once: triplets are gone through in blocks, for all of them would be B·M². */
const blockSize = 2 ** 20;

/**
 * The triplet hinge over all triplets of a batch, in O(B·M) memory.
 *
 *     [d_ap - d_an + margin]₊  for each positive pair (a, p) and negative pair (a, n)
 *
 * The slope is counted along with the value: that of d_ap is the number of its active triplets, that of d_an minus it.
 * @param distance float32 [B, M], small is near
 * @returns float32 [], with slope towards `distance`; 0 where no triplet counts
 */
export function reduceTriplets(
  distance: Tensor2D,
  { positive, negative }: PairMasks,
  options: TripletOptions,
): Scalar {
  const reduced = tf.customGrad((d, save) => {
    const sums = sumTriplets(d as Tensor2D, positive, negative, options);
    const divisor = { mean: sums.count, nonzero: sums.active, sum: tf.scalar(1) }[options.reduction];
    const share = atLeastOne(divisor);
    (save as (tensors: Tensor[]) => void)([sums.slope.div(share)]);
    return {
      value: sums.loss.div(share),
      gradFunc: (dy: Tensor, saved: Tensor[]) => saved[0]!.mul(dy),
    };
  });
  return reduced(distance) as Scalar;
}

function sumTriplets(d: Tensor2D, positive: Tensor2D, negative: Tensor2D, options: TripletOptions) {
  const [rows, columns] = d.shape;
  const width = Math.max(1, Math.floor(blockSize / (rows * columns)));
  const blocks: ReturnType<typeof tripletBlock>[] = [];
  for (let at = 0; at < columns; at += width) {
    const size = Math.min(width, columns - at);
    const part = (x: Tensor2D) => x.slice([0, at], [rows, size]);
    // Without a scope of its own each block would be held until the last is done.
    blocks.push(tf.tidy(() => tripletBlock(part(d), part(positive), d, negative, options)));
  }
  const total = (name: 'loss' | 'count' | 'active' | 'ofNegatives') =>
    blocks.map((block): Tensor => block[name]).reduce((sum, next) => sum.add(next));
  return {
    loss: total('loss') as Scalar,
    count: total('count') as Scalar,
    active: total('active') as Scalar,
    slope: tf
      .concat(
        blocks.map((block) => block.ofPositives),
        1,
      )
      .sub<Tensor2D>(total('ofNegatives')),
  };
}

/** The triplets of a few positives: `near` float32 [B, P] with all negatives `far` float32 [B, M]. */
function tripletBlock(
  near: Tensor2D,
  positive: Tensor2D,
  far: Tensor2D,
  negative: Tensor2D,
  { margin, smooth, semiHard }: TripletOptions,
) {
  const gap = near.expandDims(2).sub(far.expandDims(1)); // [B, P, M]
  const x = gap.add(margin);
  const all = positive.expandDims(2).mul(negative.expandDims(1));
  const above = tf.greater(x, 0).toFloat();
  const counts = semiHard ? all.mul(tf.less(gap, 0).toFloat()).mul(above) : all;
  const slope = (smooth ? x.sigmoid() : above).mul(counts);
  return {
    loss: (smooth ? softplus(x) : x.relu()).mul(counts).sum<Scalar>(),
    count: counts.sum<Scalar>(),
    active: (smooth ? counts : above.mul(counts)).sum<Scalar>(),
    ofPositives: slope.sum<Tensor2D>(2),
    ofNegatives: slope.sum<Tensor2D>(1),
  };
}
