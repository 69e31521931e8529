import { checkBatch, described } from '../core/checkBatch';
import { above } from '../core/detached';
import { LabError } from '../core/labError';
import { choice, withDefaults } from '../core/options';
import { pairs, type Pairs, type Reference } from '../core/pairs';
import { atLeastOne } from '../core/reduce';
import { ownClass } from '../core/proxies';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { pairwiseDistance, type DistanceName } from '../distances/pairwiseDistance';

/** The paper's values. */
export const defaults = {
  /** How far positives lie inside the boundary, and negatives outside, α. */
  margin: 0.2,
  /** Weight of the sum of boundaries, ν. */
  nu: 0,
  /** pairs: each pair counts once; triplets: as often as it is in a triplet of the batch. */
  counting: 'pairs' as Counting,
  /** euclidean, squaredEuclidean, cosine (1 - similarity), signalToNoise, or dotProduct (minus it). */
  distance: 'euclidean' as DistanceName,
  /** Bring embeddings to length 1 first. */
  normalise: true,
};
type Counting = 'pairs' | 'triplets';

/** Settings published elsewhere under the same name. */
export const variants = {
  /** Over all triplets, as pytorch-metric-learning has it. */
  pml: { counting: 'triplets' },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Margin loss: positives lie inside a learned boundary around the anchor, negatives outside.
 *
 *     L = ( Σ_{j∈P(i)} ([d_ij - β_i + α]₊ + ν β_i)  +  Σ_{j∈N(i)} [β_i - d_ij + α]₊ ) / n
 *
 * The sums go over all anchors i; n is the number of hinges above 0. β_i is the boundary of the anchor's class, or the
 * one of all classes. The paper draws as many negatives as there are positives, weighted by their distance.
 * @paper margin-distance-weighted, the margin-based loss
 * @reduction sum over pairs, divided by the number of hinges above 0
 * @normalisation embeddings are brought to length 1 unless `normalise` is false
 * @detached the number n; the slope at distance 0 is 0
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to C - 1
 * @param beta float32 [C], a boundary for each class, or [1], one for all; trained along
 * @param reference where positives and negatives come from, where not from the batch itself
 * @returns float32 []; 0 where no hinge is above 0
 */
export function margin(
  embeddings: Tensor2D,
  labels: Tensor1D,
  beta: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('margin', embeddings, labels);
  if (beta.rank !== 1 || beta.dtype !== 'float32') {
    throw new LabError(`margin: beta must be float32 [classes] or [1]; got ${described(beta)}`);
  }
  const set = withDefaults('margin', defaults, options);
  const times = choice('margin', 'counting', countings, set.counting);
  return tf.tidy('margin', () => {
    const all = pairs(embeddings, labels, reference);
    const d = pairwiseDistance('margin', set, embeddings, all.others); // [B, M]
    const boundary = boundaries(beta, labels); // [B, 1]
    const { positive, negative } = times(all); // [B, M] each, how often a pair counts
    const pull = d.sub(boundary).add<Tensor2D>(set.margin).relu();
    const push = boundary.sub<Tensor2D>(d).add<Tensor2D>(set.margin).relu();
    const active = above(pull, 0).mul(positive).add(above(push, 0).mul(negative)).sum<Scalar>();
    const penalised = pull.add(boundary.mul(set.nu)).mul(positive);
    const loss = penalised.add(push.mul(negative)).sum<Scalar>().div<Scalar>(atLeastOne(active));
    return loss.mul(tf.minimum(active, 1));
  });
}

/** Each row's boundary: float32 [B, 1]. */
function boundaries(beta: Tensor1D, labels: Tensor1D): Tensor2D {
  if (beta.size === 1) return beta.reshape([1, 1]);
  return tf.matMul<Tensor2D>(ownClass(labels, beta.size), beta.reshape<Tensor2D>([beta.size, 1]));
}

type CountedPairs = Pick<Pairs, 'positive' | 'negative'>;

const countings: Readonly<Record<Counting, (all: CountedPairs) => CountedPairs>> = {
  pairs: (all) => all,
  // A positive is in a triplet with each negative of its anchor, and the other way about.
  triplets: ({ positive, negative }) => ({
    positive: positive.mul(negative.sum(1, true)),
    negative: negative.mul(positive.sum(1, true)),
  }),
};
