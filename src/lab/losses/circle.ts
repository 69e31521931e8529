import { checkBatch } from '../core/checkBatch';
import { detached } from '../core/detached';
import { logSumExp } from '../core/masked';
import { choice, withDefaults } from '../core/options';
import { pairs, type Pairs, type Reference } from '../core/pairs';
import { checkPositive } from '../core/positive';
import { reduce } from '../core/reduce';
import { softplus } from '../core/softplus';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';

import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's values for fine-grained retrieval. */
export const defaults = {
  /** Relaxation margin, m: a positive is good from similarity 1 - m on, a negative up to m. */
  margin: 0.4,
  /** Scale, γ. */
  gamma: 80,
  /** mean: over anchors; nonzero: over anchors above 0; batch: one term from all pairs of the batch. */
  reduction: 'mean' as CircleReduction,
};
type CircleReduction = 'mean' | 'nonzero' | 'batch';

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The paper's values for faces. */
  face: { margin: 0.25, gamma: 256 },
  /** One log-sum-exp over the batch, as the widely used public code has it. */
  batch: { reduction: 'batch' },
  /** Mean of the anchors above 0: the default of pytorch-metric-learning. */
  nonzero: { reduction: 'nonzero' },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Circle loss: each similarity is pulled as strongly as it is far from its optimum.
 *
 *     L = mean_i log(1 + Σ_{n∈N(i)} exp(γ αₙ (sₙ - m))  Σ_{p∈P(i)} exp(-γ αₚ (sₚ - 1 + m)))
 *     αₚ = [1 + m - sₚ]₊    αₙ = [sₙ + m]₊
 *
 * @paper circle-loss, equation 6
 * @reduction mean over the anchors that have positives and negatives; see `reduction` for the others
 * @normalisation embeddings are brought to length 1
 * @detached the weights α: the slope is not the derivative of the value, as the paper means it
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference what to compare the batch with, where not with itself
 * @returns float32 []
 */
export function circle(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('circle', embeddings, labels);
  const { margin, gamma, reduction } = withDefaults('circle', defaults, options);
  checkPositive('circle', { gamma });
  const combined = choice('circle', 'reduction', circleReductions, reduction);
  return tf.tidy('circle', () => {
    const all = pairs(embeddings, labels, reference);
    const s = cosineSimilarity(embeddings, all.others); // [B, M]
    const weight = detached((x: Tensor2D): Tensor2D => x.relu()); // α
    const pull = weight(tf.sub<Tensor2D>(1 + margin, s))
      .mul<Tensor2D>(tf.sub(1 - margin, s))
      .mul<Tensor2D>(gamma);
    const push = weight(s.add(margin)).mul<Tensor2D>(s.sub(margin)).mul<Tensor2D>(gamma);
    return combined(pull, push, all, reference === undefined);
  });
}

type CircleCombine = (pull: Tensor2D, push: Tensor2D, pairs: Pairs, symmetric: boolean) => Scalar;

const perAnchor =
  (reduction: 'mean' | 'nonzero'): CircleCombine =>
  (pull, push, { positive, negative }) => {
    const terms = softplus(logSumExp(pull, positive).add(logSumExp(push, negative))); // [B]
    return reduce(terms, positive.max(1).mul(negative.max(1)), reduction);
  };

const circleReductions: Readonly<Record<CircleReduction, CircleCombine>> = {
  mean: perAnchor('mean'),
  nonzero: perAnchor('nonzero'),
  batch: (pull, push, { positive, negative }, symmetric) => {
    const row = (x: Tensor2D): Tensor2D => x.reshape([1, -1]);
    const both = logSumExp(row(pull), row(positive)).add<Tensor1D>(logSumExp(row(push), row(negative)));
    // Within a batch every pair stands here twice: log(2a · 2b) = log(ab) + log 4.
    const once = symmetric ? both.sub<Tensor1D>(Math.log(4)) : both;
    return reduce(softplus(once), positive.max().mul(negative.max()), 'mean');
  },
};
