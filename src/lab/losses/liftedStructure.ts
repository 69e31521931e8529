import { checkBatch } from '../core/checkBatch';
import { logSumExp } from '../core/masked';
import { withDefaults } from '../core/options';
import { pairs, type Reference } from '../core/pairs';
import { reduce } from '../core/reduce';
import { softplus } from '../core/softplus';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { pairwiseDistance, type DistanceName } from '../distances/pairwiseDistance';

/** The paper's values. */
export const defaults = {
  /** Distance that negatives are pushed beyond, α. */
  margin: 1,
  /** euclidean, squaredEuclidean, cosine (1 - similarity), signalToNoise, or dotProduct (minus it). */
  distance: 'euclidean' as DistanceName,
  /** Bring embeddings to length 1 first; without it, and without a penalty on their length, they grow. */
  normalise: false,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** On unit vectors, as pytorch-metric-learning has it. */
  pml: { normalise: true },
  /** Signal-to-noise distances in place of Euclidean ones (Yuan et al. 2019). */
  signalToNoise: { distance: 'signalToNoise' },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Lifted structure loss: each positive pair against all negatives of both its ends.
 *
 *     L = 1/2 mean_(i,j)  [log(Σ_{k∈N(i)} exp(α - d_ik) + Σ_{l∈N(j)} exp(α - d_jl)) + d_ij]₊²
 *
 * Each end's sum is one log-sum-exp of a row: O(B · M) memory.
 * @paper lifted-structure, equation 4
 * @reduction mean over the positive pairs, each of them met from both ends; a pair without negatives adds 0
 * @normalisation none, unless `normalise` is true
 * @detached nothing; the slope at distance 0 is 0
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference where positives and negatives come from, where not from the batch itself
 * @returns float32 []
 */
export function liftedStructure(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('liftedStructure', embeddings, labels);
  const set = withDefaults('liftedStructure', defaults, options);
  return tf.tidy('liftedStructure', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const d = pairwiseDistance('liftedStructure', set, embeddings, others); // [B, M]
    const back = reference ? pairwiseDistance('liftedStructure', set, others, embeddings) : d; // [M, B]
    const ofNegatives = (distance: Tensor2D, mask: Tensor2D) => logSumExp(tf.sub(set.margin, distance), mask);
    const first = ofNegatives(d, negative).expandDims<Tensor2D>(1); // [B, 1]
    const second = ofNegatives(back, negative.transpose()).expandDims<Tensor2D>(0); // [1, M]
    const both = softplus(first.sub<Tensor2D>(second)).add<Tensor2D>(second); // log(exp(first) + exp(second)), [B, M]
    const terms = both.add(d).relu().square().mul(negative.max(1, true)); // [B, M]
    return reduce(terms, positive, 'mean').div(2);
  });
}
