import { checkBatch } from '../core/checkBatch';
import { withDefaults } from '../core/options';
import { LabError } from '../core/labError';
import { pairs, type Reference } from '../core/pairs';
import { checkPositiveInteger } from '../core/positiveInteger';
import { atLeastOne } from '../core/reduce';
import { softHistogram } from '../core/softHistogram';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's value. */
export const defaults = {
  /** Nodes of the histograms from similarity -1 to 1, R. */
  nodes: 151,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** As pytorch-metric-learning has it: 100 bins, hence a node more. */
  pml: { nodes: 101 },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Histogram loss: the probability that a random negative pair is more similar than a random positive pair.
 *
 *     L = Σ_r h⁻_r Σ_{q≤r} h⁺_q
 *
 * h⁺ and h⁻ are the soft histograms of the similarities of positive and of negative pairs, each with sum 1. Costs O(B · M)
 * whatever the number of nodes.
 * @paper histogram, the histogram loss
 * @reduction over all pairs together; 0 where there are no positive or no negative pairs
 * @normalisation embeddings are brought to length 1
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference what to compare the batch with, where not with itself
 * @returns float32 [], 0 to 1
 */
export function histogram(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('histogram', embeddings, labels);
  const { nodes } = withDefaults('histogram', defaults, options);
  checkPositiveInteger('histogram', 'nodes', nodes);
  if (nodes < 2) throw new LabError('histogram: nodes must be at least 2; got 1');
  return tf.tidy('histogram', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const s = cosineSimilarity(embeddings, others); // [B, M]
    const position = s.add<Tensor2D>(1).mul<Tensor2D>((nodes - 1) / 2);
    const shares = (mask: Tensor2D) => {
      const inOneRow = (x: Tensor2D) => x.reshape<Tensor2D>([1, s.size]);
      return softHistogram(inOneRow(position), inOneRow(mask), nodes).div<Tensor2D>(atLeastOne(mask.sum()));
    };
    return shares(negative).mul(shares(positive).cumsum(1)).sum<Scalar>();
  });
}
