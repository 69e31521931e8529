import { checkBatch } from '../core/checkBatch';
import { withDefaults } from '../core/options';
import { bothNormalised } from '../core/normalised';
import { pairs, type Reference } from '../core/pairs';
import { checkPositiveInteger } from '../core/positiveInteger';
import { atLeastOne, reduce } from '../core/reduce';
import { softHistogram } from '../core/softHistogram';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { squaredEuclideanDistance } from '../distances/squaredEuclideanDistance';

/** The paper's value. */
export const defaults = {
  /** Bins of the histogram of distances, L; it has a node more. */
  bins: 10,
};

/**
 * FastAP: the mean average precision of a batch, from soft histograms of each query's distances.
 *
 *     L = mean_q  1 - 1/|P(q)| Σ_j h⁺_j H⁺_j / H_j
 *
 * h⁺ is the histogram of the query's distances to its positives, H⁺ and H the cumulated ones of positives and of all.
 * Costs O(B · M) whatever the number of bins. The slope is the derivative; the official code's is B/2 times it, so that
 * its learning rates do not carry over to plain gradient descent.
 * @paper fastap, the loss and its histogram
 * @reduction mean over the queries that have a positive
 * @normalisation embeddings are brought to length 1; squared distances lie in 0 to 4
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference what queries are compared with, where not with the batch itself
 * @returns float32 [], 0 to 1
 */
export function fastAp(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('fastAp', embeddings, labels);
  const { bins } = withDefaults('fastAp', defaults, options);
  checkPositiveInteger('fastAp', 'bins', bins);
  return tf.tidy('fastAp', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const d = squaredEuclideanDistance(...bothNormalised(embeddings, others)); // [B, M], 0 to 4
    const position = d.mul<Tensor2D>(bins / 4);
    const ofPositives = softHistogram(position, positive, bins + 1); // [B, L + 1]
    const ofNegatives = softHistogram(position, negative, bins + 1);
    const near = ofPositives.cumsum(1);
    const all = near.add<Tensor2D>(ofNegatives.cumsum(1));
    // Where nothing is as near as a node, nothing is in it either.
    const precision = near.div(tf.maximum(all, 1e-12));
    const count = positive.sum<Tensor1D>(1); // [B]
    const averagePrecision = ofPositives.mul(precision).sum<Tensor1D>(1).div<Tensor1D>(atLeastOne(count));
    return reduce(tf.sub(1, averagePrecision), positive.max(1), 'mean');
  });
}
