import { checkBatch } from '../core/checkBatch';
import { detached } from '../core/detached';
import { masked } from '../core/masked';
import { choice, withDefaults } from '../core/options';
import { pairs, type Reference } from '../core/pairs';
import { checkPositiveInteger } from '../core/positiveInteger';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The values of the authors' code for CUB-200-2011 and Cars196. */
export const defaults = {
  /** How many of the first results should be right. */
  k: 5,
  /** Added to the similarity of negatives, m. */
  margin: 0.05,
  /** mean: over queries; classes: the sum over classes of the mean over their queries. */
  reduction: 'mean' as QueryReduction,
};
type QueryReduction = 'mean' | 'classes';

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The authors' own code, but for its term on the covariance. */
  official: { reduction: 'classes' },
  /** Their margin for Stanford Online Products. */
  sop: { margin: 0.2 },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Top-k precision loss: exchanges the wrong results among the first k for as many right ones beyond.
 *
 *     L = mean_q  Σ_{first k of all} ŝ_qi  -  Σ_{first k with the right ones in front} ŝ_qi
 *     ŝ_qi = s_qi, and s_qi + m of a negative
 *
 * s is cosine similarity. What both sums hold costs nothing; the rest are the misplaced results. With fewer than k positives
 * the second sum holds all of them and the best negatives.
 * @paper sampling-wisely-topk-precision, the top-k precision loss
 * @reduction mean over all B queries; see `reduction` for the other
 * @normalisation embeddings are brought to length 1
 * @detached which results are misplaced
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference what queries are compared with, where not with the batch itself
 * @returns float32 [], 0 or more
 */
export function topKPrecision(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('topKPrecision', embeddings, labels);
  const { k, margin, reduction } = withDefaults('topKPrecision', defaults, options);
  checkPositiveInteger('topKPrecision', 'k', k);
  const combined = choice('topKPrecision', 'reduction', queryReductions, reduction);
  return tf.tidy('topKPrecision', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const s = cosineSimilarity(embeddings, others).add<Tensor2D>(negative.mul(margin)); // [B, M]
    const misplaced = detached((x: Tensor2D): Tensor2D => {
      // No similarity is more than 2 + |m| above another.
      const rightInFront = x.add<Tensor2D>(positive.mul(4 + 2 * Math.abs(margin)));
      const candidates = positive.add<Tensor2D>(negative);
      return greatest(x, candidates, k).sub(greatest(rightInFront, candidates, k));
    })(s);
    return combined(s.mul(misplaced).sum<Tensor1D>(1), labels);
  });
}

const queryReductions: Readonly<Record<QueryReduction, (terms: Tensor1D, labels: Tensor1D) => Scalar>> = {
  mean: (terms) => terms.mean(),
  classes: (terms, labels) => {
    const same = tf.equal(labels.expandDims(1), labels.expandDims(0)).toFloat();
    return terms.div(same.sum(1)).sum();
  },
};

/** 1 for the k greatest entries of each row among those that the mask keeps, of equal ones the first: float32 [B, M]. */
function greatest(x: Tensor2D, mask: Tensor2D, k: number): Tensor2D {
  const [rows, columns] = x.shape;
  const { indices } = tf.topk(masked(x, mask, -1e30), Math.min(k, columns)); // [B, k]
  const places = tf.range(0, rows).mul(columns).toInt().expandDims(1).add<Tensor2D>(indices).flatten();
  const found = tf.scatterND(places.expandDims(1), tf.onesLike(places).toFloat(), [rows * columns]);
  return found.reshape<Tensor2D>(x.shape).mul(mask); // a row may have less than k
}
