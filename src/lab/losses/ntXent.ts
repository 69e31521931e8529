import { checkBatch } from '../core/checkBatch';
import { logSumExp } from '../core/masked';
import { withDefaults } from '../core/options';
import { pairs, type Reference } from '../core/pairs';
import { reduce } from '../core/reduce';
import { softplus } from '../core/softplus';
import { checkPositive } from '../core/positive';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's values for ImageNet. */
export const defaults = {
  /** Temperature of the softmax, τ. */
  temperature: 0.1,
  /** Whether the anchor's other positives stand in the denominator, as in the paper's sum over all k ≠ i. */
  otherPositives: true,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The paper's temperature for CIFAR-10. */
  cifar: { temperature: 0.5 },
  /** Each positive against the negatives alone, as pytorch-metric-learning has it for classes. */
  pml: { temperature: 0.07, otherPositives: false },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * NT-Xent, the normalised, temperature-scaled cross-entropy: an anchor finds its positive among the others of the batch.
 *
 *     L = mean_(i,j)  -log( exp(s_ij / τ) / Σ_{k≠i} exp(s_ik / τ) )
 *
 * The paper trains without classes: the labels number the images, and each has two views in the batch. With class labels
 * every positive has its turn. One log-sum-exp a row: O(B · M) memory.
 * @paper nt-xent, equation 1
 * @reduction mean over the positive pairs, each of them met from both ends
 * @normalisation embeddings are brought to length 1
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference where positives and negatives come from, where not from the batch itself
 * @returns float32 []
 */
export function ntXent(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('ntXent', embeddings, labels);
  const { temperature, otherPositives } = withDefaults('ntXent', defaults, options);
  checkPositive('ntXent', { temperature });
  return tf.tidy('ntXent', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const x = cosineSimilarity(embeddings, others).div<Tensor2D>(temperature); // [B, M]
    const sum = (mask: Tensor2D) => logSumExp(x, mask).expandDims<Tensor2D>(1); // [B, 1]
    const terms = otherPositives
      ? sum(positive.add(negative)).sub(x)
      : softplus(sum(negative).sub<Tensor2D>(x)).mul(negative.max(1, true)); // [B, M]
    return reduce(terms, positive, 'mean');
  });
}
