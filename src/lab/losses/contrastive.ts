import { checkBatch } from '../core/checkBatch';
import { LabError } from '../core/labError';
import { choice, withDefaults } from '../core/options';
import { pairs, type Reference } from '../core/pairs';
import { atLeastOne, reduce } from '../core/reduce';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { pairwiseDistance, type DistanceName } from '../distances/pairwiseDistance';

/** The paper's form; the margin 1 is the usual one on unit vectors. */
export const defaults = {
  /** Distance below which a positive pair costs nothing, m⁺. */
  positiveMargin: 0,
  /** Distance above which a negative pair costs nothing, m⁻. */
  negativeMargin: 1,
  /** 2 squares the hinge and halves it, as the paper; 1 leaves it linear. */
  power: 2,
  /** euclidean, squaredEuclidean, cosine (1 - similarity), signalToNoise, or dotProduct (minus it). */
  distance: 'euclidean' as DistanceName,
  /** Bring embeddings to length 1 first. */
  normalise: true,
  /** mean: over all pairs together; apart: positives and negatives each by their mean; nonzero: the same, of terms above 0. */
  reduction: 'mean' as ContrastiveReduction,
};
type ContrastiveReduction = 'mean' | 'apart' | 'nonzero';

/** Settings published elsewhere under the same name. */
export const variants = {
  /** Linear, mean of terms above 0: the default of pytorch-metric-learning. */
  linear: { power: 1, reduction: 'nonzero' },
  /** Linear on cosine similarity: a negative counts from similarity 0.5 on. */
  cosine: { power: 1, reduction: 'nonzero', distance: 'cosine', negativeMargin: 0.5 },
  /** Linear on signal-to-noise distances of raw embeddings (Yuan et al. 2019), whose margin differs by data set. */
  signalToNoise: { power: 1, distance: 'signalToNoise', normalise: false },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Contrastive loss: positives are drawn together, negatives pushed out to a margin.
 *
 *     L = mean_ij  ½ [d_ij - m⁺]₊²  of a positive pair,  ½ [m⁻ - d_ij]₊²  of a negative one
 *
 * @paper contrastive, equation 4
 * @reduction mean over all pairs; see `reduction` for the others
 * @normalisation embeddings are brought to length 1 unless `normalise` is false
 * @detached nothing; the slope at distance 0 is 0
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference what to compare the batch with, where not with itself
 * @returns float32 []
 */
export function contrastive(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('contrastive', embeddings, labels);
  const set = withDefaults('contrastive', defaults, options);
  if (set.power < 1) throw new LabError(`contrastive: power must be at least 1; got ${set.power}`);
  const combined = choice('contrastive', 'reduction', contrastiveReductions, set.reduction);
  return tf.tidy('contrastive', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const d = pairwiseDistance('contrastive', set, embeddings, others); // [B, M]
    const cost = (hinge: Tensor2D) => tf.relu(hinge).pow<Tensor2D>(set.power);
    const pull = cost(d.sub(set.positiveMargin)); // [B, M]
    const push = cost(tf.sub(set.negativeMargin, d)); // [B, M]
    return combined(pull, positive, push, negative).div(set.power);
  });
}

type ContrastiveCombine = (pull: Tensor2D, positive: Tensor2D, push: Tensor2D, negative: Tensor2D) => Scalar;

const contrastiveReductions: Readonly<Record<ContrastiveReduction, ContrastiveCombine>> = {
  mean: (pull, positive, push, negative) => {
    const sum = pull.mul(positive).add(push.mul(negative)).sum<Scalar>();
    return sum.div(atLeastOne(positive.sum().add(negative.sum())));
  },
  apart: (pull, positive, push, negative) =>
    reduce(pull, positive, 'mean').add(reduce(push, negative, 'mean')),
  nonzero: (pull, positive, push, negative) =>
    reduce(pull, positive, 'nonzero').add(reduce(push, negative, 'nonzero')),
};
