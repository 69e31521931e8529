import { checkBatch } from '../core/checkBatch';
import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkProxies, ownClass } from '../core/proxies';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { pairwiseDistance, type DistanceName } from '../distances/pairwiseDistance';

/** The paper's form. */
export const defaults = {
  /** Distance to the centroids: `euclidean`, `squaredEuclidean` or `cosine`. */
  distance: 'euclidean' as DistanceName,
  /** Whether embeddings and centroids are brought to length 1. */
  normalise: true,
  /** N of the paper's factor G, which multiplies the sum; null takes the mean over the embeddings instead. */
  samples: null as number | null,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The re-implementation of Unbiased Evaluation of Deep Metric Learning Algorithms. */
  fehervari: { distance: 'squaredEuclidean' },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Upper bound on the sum of all triplet losses without margin and hinge, by distances to fixed centroids of the classes.
 *
 *     L = G Σ_i ( |f_i - c_y| - 1/(3(C-1)) Σ_{m≠y} |f_i - c_m| )    G = 3 (C-1) (N/C - 1) N/C
 *
 * It bounds that sum where each of the C classes has N/C samples. Time and memory are B x C: no pairs are formed. The
 * centroids are meant to be far from one another and to stay where they are: unit vectors of as many axes.
 * @paper triplet-upper-bound, the discriminative loss with its factor
 * @reduction mean over all B embeddings; with `samples` their sum times G
 * @normalisation embeddings and centroids are brought to length 1
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to C - 1
 * @param centroids float32 [C, D], one for each class, C at least 2
 * @returns float32 []
 */
export function tripletUpperBound(
  embeddings: Tensor2D,
  labels: Tensor1D,
  centroids: Tensor2D,
  options: Partial<typeof defaults> = {},
): Scalar {
  checkBatch('tripletUpperBound', embeddings, labels);
  const classes = checkProxies('tripletUpperBound', embeddings, centroids);
  const set = withDefaults('tripletUpperBound', defaults, options);
  if (classes < 2) throw new LabError('tripletUpperBound: needs centroids of at least 2 classes; got 1');
  const factor = set.samples === null ? 1 / labels.size : paperFactor(set.samples, classes);
  return tf.tidy('tripletUpperBound', () => {
    const d = pairwiseDistance('tripletUpperBound', set, embeddings, centroids); // [B, C]
    const own = ownClass(labels, classes); // [B, C]
    const weights = own.sub(tf.sub(1, own).div(3 * (classes - 1)));
    return d.mul(weights).sum<Scalar>().mul(factor);
  });
}

/** How often each embedding stands in a triplet, G. */
function paperFactor(samples: number, classes: number): number {
  const perClass = samples / classes;
  if (perClass > 1) return 3 * (classes - 1) * (perClass - 1) * perClass;
  throw new LabError(
    `tripletUpperBound: samples must be more than the ${classes} classes, or there is no triplet; got ${samples}`,
  );
}
