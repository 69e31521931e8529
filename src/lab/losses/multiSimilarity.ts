import { checkBatch } from '../core/checkBatch';
import { logOnePlusSumExp } from '../core/masked';
import { withDefaults } from '../core/options';
import { pairs, type Reference } from '../core/pairs';
import { checkPositive } from '../core/positive';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';
import { multiSimilarityPairs } from '../miners/multiSimilarityPairs';

/** The paper's values. */
export const defaults = {
  /** Sharpness of the pull between positives, α. */
  alpha: 2,
  /** Sharpness of the push between negatives, β. */
  beta: 50,
  /** Similarity where a pair begins to count, λ. */
  lambda: 1,
  /** Slack of the pair mining, ε; null keeps every pair. */
  epsilon: 0.1 as number | null,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The authors' own code. */
  authors: { beta: 40, lambda: 0.5 },
  /** Weighting alone, as pytorch-metric-learning has it. */
  unmined: { lambda: 0.5, epsilon: null },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Multi-similarity loss: each pair is weighed by itself and by its neighbours.
 *
 *     L = mean_i  log(1 + Σ_{k∈P(i)} exp(-α(s_ik - λ))) / α
 *               + log(1 + Σ_{k∈N(i)} exp( β(s_ik - λ))) / β
 *
 * s is cosine similarity; P(i), N(i) are the mined pairs of the anchor i with its own and with other classes.
 * @paper multi-similarity, the loss after pair mining
 * @reduction mean over all B anchors; an anchor without mined pairs adds 0
 * @normalisation embeddings are brought to length 1
 * @detached which pairs are mined
 * @param embeddings float32 [B, D], any length
 * @param labels int32 [B]
 * @param reference what to compare the batch with, where not with itself
 * @returns float32 []
 */
export function multiSimilarity(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('multiSimilarity', embeddings, labels);
  const { alpha, beta, lambda, epsilon } = withDefaults('multiSimilarity', defaults, options, ['epsilon']);
  checkPositive('multiSimilarity', { alpha, beta });
  return tf.tidy('multiSimilarity', () => {
    const all = pairs(embeddings, labels, reference);
    const s = cosineSimilarity(embeddings, all.others); // [B, M]
    const { positive, negative } = epsilon === null ? all : multiSimilarityPairs(s, all, { epsilon });
    const pull = logOnePlusSumExp(s.sub(lambda).mul(-alpha), positive).div(alpha); // [B]
    const push = logOnePlusSumExp(s.sub(lambda).mul(beta), negative).div(beta); // [B]
    return pull.add(push).mean<Scalar>();
  });
}
