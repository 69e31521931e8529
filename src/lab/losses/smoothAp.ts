import { checkBatch } from '../core/checkBatch';
import { bothNormalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { pairs, type Reference } from '../core/pairs';
import { reduce } from '../core/reduce';
import { repeat } from '../core/repeat';
import { checkPositive } from '../core/positive';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '../core/tf';

/** The paper's value. */
export const defaults = {
  /** Temperature of the sigmoid that stands for a step, τ. */
  temperature: 0.01,
};

/**
 * Smooth-AP: the mean average precision of a batch, with ranks counted by sigmoids.
 *
 *     L = mean_q  1 - 1/|P| Σ_{i∈P} R(i, P) / R(i, P ∪ N)
 *     R(i, S) = 1 + Σ_{j∈S, j≠i} σ((s_qj - s_qi) / τ)
 *
 * s is cosine similarity; P are the query's positives, itself among them, and N its negatives. Costs O(B · M)
 * memory and, where P is the most positives that a query has, O(B · M · P) work.
 * @paper smooth-ap, the Smooth-AP loss
 * @reduction mean over the queries that have another positive
 * @normalisation embeddings are brought to length 1
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference what queries are compared with, where not with the batch itself
 * @returns float32 [], 0 to 1
 */
export function smoothAp(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('smoothAp', embeddings, labels);
  const { temperature } = withDefaults('smoothAp', defaults, options);
  checkPositive('smoothAp', { temperature });
  return tf.tidy('smoothAp', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const [queries, results] = bothNormalised(embeddings, others);
    // The query is a result of itself, in a column of its own.
    const itself = queries.square().sum<Tensor2D>(1, true); // [B, 1]
    const s = tf.concat([queries.matMul<Tensor2D>(results, false, true), itself], 1); // [B, M + 1]
    const right = tf.concat([positive, tf.onesLike(itself)], 1);
    const wrong = tf.concat([negative, tf.zerosLike(itself)], 1);
    const terms = tf.sub<Tensor1D>(1, smoothPrecision(s.div(temperature), right, wrong)); // [B]
    return reduce(terms, positive.max(1), 'mean');
  });
}

/**
 * The smooth average precision of each row. The right results of all rows are ranked together, the first of each, then the
 * second; the slope is counted along with the value.
 * @param x float32 [B, M], similarities over the temperature
 * @param right float32 [B, M], 1 for the right results; at least one in a row
 * @param wrong float32 [B, M], 1 for the wrong ones
 * @returns float32 [B]
 */
function smoothPrecision(x: Tensor2D, right: Tensor2D, wrong: Tensor2D): Tensor1D {
  const compute = tf.customGrad((_, save) => {
    const number = right.cumsum(1).mul<Tensor2D>(right); // [B, M]: a row's right results as 1, 2, ...; else 0
    const all = right.add(wrong);
    const count = right.sum(1, true); // [B, 1]
    const [precision, slope] = repeat(
      count.max().toInt(),
      [tf.zerosLike(count), tf.zerosLike(x)],
      (turn, [sum, slopes]) => {
        const chosen = tf.equal(number, turn.add(1).toFloat()).toFloat(); // one column of each row, or none
        const own = x.mul(chosen).sum(1, true); // [B, 1]
        const ahead = x.sub(own).sigmoid().mul(all.sub(chosen)); // [B, M]
        const rank = ahead.mul(right).sum(1, true).add(1); // [B, 1]
        const rankOfAll = ahead.sum(1, true).add(1);
        const share = rank.div(rankOfAll).mul(chosen.max(1, true));
        const ofOthers = ahead
          .mul(tf.sub(1, ahead))
          .mul(right.sub(share))
          .div(rankOfAll)
          .mul(chosen.max(1, true));
        return [sum!.add(share), slopes!.add(ofOthers).sub(chosen.mul(ofOthers.sum(1, true)))];
      },
    ) as [Tensor2D, Tensor2D];
    (save as (tensors: Tensor[]) => void)([slope.div(count)]);
    return {
      value: precision.div(count).squeeze([1]),
      gradFunc: (dy: Tensor, saved: Tensor[]) => saved[0]!.mul(dy.expandDims(1)),
    };
  });
  return compute(x) as Tensor1D;
}
