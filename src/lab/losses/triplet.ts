import { checkBatch } from '../core/checkBatch';
import { choice, withDefaults } from '../core/options';
import { pairs, type Pairs, type Reference } from '../core/pairs';
import { reduce, reductions, type Reduction } from '../core/reduce';
import { softplus } from '../core/softplus';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { reduceTriplets, type TripletOptions } from '../core/triplets';
import { pairwiseDistance, type DistanceName } from '../distances/pairwiseDistance';
import { batchHard } from '../miners/batchHard';

/** FaceNet's values. */
export const defaults = {
  /** How much nearer than the negative the positive must be, m. */
  margin: 0.2,
  /** all triplets; semiHard: those whose negative is farther than the positive, but within m; batchHard: one an anchor. */
  mining: 'semiHard' as Mining,
  /** euclidean, squaredEuclidean, cosine (1 - similarity), signalToNoise, or dotProduct (minus it). */
  distance: 'squaredEuclidean' as DistanceName,
  /** Bring embeddings to length 1 first. */
  normalise: true,
  /** log(1 + exp(x)) in place of the hinge [x]₊. */
  smooth: false,
  /** Whether the nearer of anchor and positive faces the negative: min(d_an, d_pn) in place of d_an. */
  swap: false,
  /** mean: over the mined triplets; nonzero: over those above 0; sum. */
  reduction: 'mean' as Reduction,
};
type Mining = 'all' | 'semiHard' | 'batchHard';

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The farthest positive and nearest negative of each anchor (Hermans et al. 2017), on unit vectors. */
  batchHard: { mining: 'batchHard', distance: 'euclidean' },
  /** The same, as they report it: no normalisation, soft margin. */
  softBatchHard: { mining: 'batchHard', distance: 'euclidean', normalise: false, smooth: true, margin: 0 },
  /** Every triplet, mean of those above 0: the default of pytorch-metric-learning. */
  all: { mining: 'all', distance: 'euclidean', margin: 0.05, reduction: 'nonzero' },
  /** Anchor and positive exchanged where that is harder (Balntas et al. 2016). */
  swap: { mining: 'all', swap: true },
  /** Signal-to-noise distances of raw embeddings (Yuan et al. 2019), with the margin and mean of Roth et al. 2020. */
  signalToNoise: { mining: 'all', distance: 'signalToNoise', normalise: false, reduction: 'nonzero' },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Triplet loss: an anchor is nearer to its positive than to its negative, by a margin.
 *
 *     L = mean_(a,p,n)  [d_ap - d_an + m]₊      min(d_an, d_pn) for d_an where `swap` is true
 *
 * Memory is O(B · M). The minings `all` and `semiHard` are O(B · M · P) work, P being the most positives that an anchor has;
 * `batchHard` O(B · M). `swap` needs
 * the M² distances among what the batch is compared with, and a product of matrices with them for each of the P.
 * @paper triplet-facenet-semihard, the triplet loss
 * @reduction mean over the mined triplets, where the paper has their sum; see `reduction` for the others
 * @normalisation embeddings are brought to length 1 unless `normalise` is false
 * @detached which triplets are mined; the slope at distance 0 is 0
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference where positives and negatives come from, where not from the batch itself
 * @returns float32 []; 0 where no triplet counts
 */
export function triplet(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('triplet', embeddings, labels);
  const set = withDefaults('triplet', defaults, options);
  choice('triplet', 'reduction', reductions, set.reduction);
  const mine = choice('triplet', 'mining', minings, set.mining);
  return tf.tidy('triplet', () => {
    const all = pairs(embeddings, labels, reference);
    const d = pairwiseDistance('triplet', set, embeddings, all.others); // [B, M]
    const swap = set.swap ? pairwiseDistance('triplet', set, all.others, all.others) : undefined; // [M, M]
    return mine(d, all, { ...set, swap, byNegatives: all.fewNegatives });
  });
}

type Mine = (distance: Tensor2D, all: Pairs, set: Omit<TripletOptions, 'semiHard'>) => Scalar;

const minings: Readonly<Record<Mining, Mine>> = {
  all: (distance, all, set) => reduceTriplets(distance, all, { ...set, semiHard: false }),
  semiHard: (distance, all, set) => reduceTriplets(distance, all, { ...set, semiHard: true }),
  batchHard: (distance, all, { margin, smooth, reduction, swap }) => {
    const { positive, negative } = batchHard(distance, all);
    const ofRows = (all: Tensor2D, mask: Tensor2D) => all.mul(mask).sum<Tensor1D>(1);
    const ofAnchors = ofRows(distance, negative);
    const far = swap
      ? tf.minimum(ofAnchors, ofRows(tf.matMul<Tensor2D>(positive, swap), negative))
      : ofAnchors;
    const gap = ofRows(distance, positive).sub<Tensor1D>(far).add<Tensor1D>(margin); // [B]
    return reduce(smooth ? softplus(gap) : gap.relu(), positive.sum(1), reduction); // [B] terms
  },
};
