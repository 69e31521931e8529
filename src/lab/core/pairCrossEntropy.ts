import type { ClassPairs } from './classPairs';
import { fitting } from './fitting';
import { atLeastOne } from './reduce';
import { tf, type Rank, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from './tf';

/** Stands for infinity; finite, so that 0 times it is 0. */
const huge = 1e30;

/**
 * How well each anchor tells its positive from those of all others, by products: the cross-entropy of its softmax.
 *
 *     mean_i -log( exp(a_i · p_i) / Σ_j exp(a_i · p_j) )
 *
 * The slope is written out: only about as many rows are multiplied as there are pairs, and theirs are put in their places.
 * @param rows float32 [B, D]
 * @param pairs places of rows; no row is in two pairs
 * @returns float32 []; 0 where there is no pair
 */
export function pairCrossEntropy(rows: Tensor2D, { anchors, positives, count }: ClassPairs): Scalar {
  const [size, dimension] = rows.shape;
  const empty = tf.zeros<Rank.R2>([size + 1, dimension]); // below the last row goes what belongs to none
  const mean = tf.customGrad((...given) => {
    const [x, save] = given as unknown as [Tensor2D, (tensors: Tensor[]) => void];
    const [value, slopes] = fitting(count, anchors.size, [tf.scalar(0), empty], (places, zero) => {
      const isPair = tf.less(tf.range(0, places), count) as Tensor1D;
      const share = isPair.toFloat().div<Tensor1D>(atLeastOne(count));
      const [left, right] = [anchors, positives].map((all) => all.slice(0, places).add<Tensor1D>(zero)) as [
        Tensor1D,
        Tensor1D,
      ];
      const [a, p] = [tf.gather(x, left) as Tensor2D, tf.gather(x, right) as Tensor2D];
      const { losses, slope } = crossEntropies(a, p, isPair);
      const weights = slope.mul<Tensor2D>(share.expandDims(1));
      const none = tf.fill<Rank.R1>([places], size, 'int32');
      const own = tf.concat([left, right].map((at) => tf.where(isPair, at, none)));
      const both = tf.concat([tf.matMul(weights, p), tf.matMul(weights, a, true)]);
      return [losses.mul(share).sum(), tf.tensorScatterUpdate(empty.clone(), own.expandDims(1), both)];
    }) as [Scalar, Tensor2D];
    save([slopes.slice(0, size)]);
    return { value, gradFunc: (dy: Scalar, [slope]: Tensor[]) => slope!.mul(dy) };
  });
  return mean(rows) as Scalar;
}

/**
 * Of products of each a with each p, where the own one is on the diagonal.
 * @param isPair whether the a and the p of a place are any, bool [P]
 * @returns -log softmax of the own, float32 [P], and its slope towards the products, float32 [P, P]
 */
function crossEntropies(a: Tensor2D, p: Tensor2D, isPair: Tensor1D): { losses: Tensor1D; slope: Tensor2D } {
  const beyond = tf.logicalNot(isPair).toFloat().mul<Tensor1D>(-huge);
  const products = tf.matMul<Tensor2D>(a, p, false, true).add<Tensor2D>(beyond.expandDims(0));
  const own = tf.eye(a.shape[0]);
  const largest = products.max(1, true);
  const shares = products.sub(largest).exp();
  const sum = shares.sum(1, true);
  const losses = sum.log().add(largest).sub(products.mul(own).sum(1, true));
  return { losses: losses.squeeze([1]), slope: shares.div(sum).sub(own) };
}
