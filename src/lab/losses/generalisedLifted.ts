import { checkBatch } from '../core/checkBatch';
import { logSumExp } from '../core/masked';
import { withDefaults } from '../core/options';
import { pairs, type Reference } from '../core/pairs';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { pairwiseDistance, type DistanceName } from '../distances/pairwiseDistance';

/** The values of Hermans et al. 2017. */
export const defaults = {
  /** Distance that negatives are pushed beyond, m. */
  margin: 1,
  /** euclidean, squaredEuclidean, cosine (1 - similarity), signalToNoise, or dotProduct (minus it). */
  distance: 'euclidean' as DistanceName,
  /** Bring embeddings to length 1 first. */
  normalise: false,
  /** Whether an anchor with positives alone, or negatives alone, counts, the other logarithm being 0. */
  oneSided: false,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** On unit vectors, one-sided anchors counted, as pytorch-metric-learning has it. */
  pml: { normalise: true, oneSided: true },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Generalised lifted structure loss: the positives of each anchor against its negatives, a smooth form of batch-hard.
 *
 *     L = mean_a  [log Σ_{p∈P(a)} exp(d_ap) + log Σ_{n∈N(a)} exp(m - d_an)]₊
 *
 * @paper lifted-structure, as generalised by Hermans et al. 2017
 * @reduction mean over all B anchors, where the paper has their sum; an anchor without positives or negatives adds 0
 * @normalisation none, unless `normalise` is true
 * @detached nothing; the slope at distance 0 is 0
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference where positives and negatives come from, where not from the batch itself
 * @returns float32 []
 */
export function generalisedLifted(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('generalisedLifted', embeddings, labels);
  const set = withDefaults('generalisedLifted', defaults, options);
  return tf.tidy('generalisedLifted', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const d = pairwiseDistance('generalisedLifted', set, embeddings, others); // [B, M]
    const [hasPositive, hasNegative] = [positive.max<Tensor1D>(1), negative.max<Tensor1D>(1)];
    const pull = logSumExp(d, positive).mul<Tensor1D>(hasPositive); // [B]
    const push = logSumExp(tf.sub(set.margin, d), negative).mul<Tensor1D>(hasNegative); // [B]
    const terms = pull.add<Tensor1D>(push).relu(); // [B]
    return (set.oneSided ? terms : terms.mul(hasPositive).mul(hasNegative)).mean<Scalar>();
  });
}
