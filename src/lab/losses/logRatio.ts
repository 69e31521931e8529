import { checkRows, described } from '../core/checkBatch';
import { above } from '../core/detached';
import { LabError } from '../core/labError';
import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { everyOther } from '../core/pairs';
import { checkPositive } from '../core/positive';
import { atLeastOne } from '../core/reduce';
import { tf, type Scalar, type Tensor2D } from '../core/tf';
import { euclideanDistance } from '../distances/euclideanDistance';
import { squaredEuclideanDistance } from '../distances/squaredEuclideanDistance';

/** The paper's form. */
export const defaults = {
  /** Whether embeddings are brought to length 1. */
  normalise: false,
  /** Whether both distances are squared. */
  squared: true,
  /** Whether every row is an anchor in its turn; else the first of the batch alone is. */
  everyAnchor: false,
  /** Added to distances below the logarithm; the authors' code has it. */
  epsilon: 1e-6,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The authors' own code, which takes the Euclidean distance of embeddings. */
  authors: { squared: false },
  /** More terms for the same forward pass: all anchors of the batch. */
  dense: { everyAnchor: true },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Log-ratio loss: ratios of distances between embeddings shall be those between continuous labels.
 *
 *     L = mean_{i<j} { log( D(f_a, f_i) / D(f_a, f_j) ) - log( D(y_a, y_i) / D(y_a, y_j) ) }²
 *
 * D is the squared Euclidean distance, i and j are all others of the anchor's batch. A row whose label equals the anchor's
 * has no ratio and is left out. With x_i = log D(f_a, f_i) - log D(y_a, y_i) the sum over pairs is n Σ (x_i - x̄)²: all
 * anchors together need B x B numbers.
 * @paper log-ratio-beyond-binary, equation 4
 * @reduction mean over all triplets of the anchors
 * @normalisation none; `normalise` brings embeddings to length 1
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param targets float32 [B, T], continuous labels
 * @returns float32 []; 0 where no anchor has two others
 */
export function logRatio(
  embeddings: Tensor2D,
  targets: Tensor2D,
  options: Partial<typeof defaults> = {},
): Scalar {
  checkRows('logRatio', 'embeddings', embeddings);
  checkRows('logRatio', 'targets', targets);
  const [rows] = embeddings.shape;
  if (targets.shape[0] !== rows) {
    throw new LabError(`logRatio: targets must be float32 [${rows}, T]; got ${described(targets)}`);
  }
  const { normalise, squared, everyAnchor, epsilon } = withDefaults('logRatio', defaults, options);
  checkPositive('logRatio', { epsilon });
  return tf.tidy('logRatio', () => {
    const between = squared ? squaredEuclideanDistance : euclideanDistance;
    const anchors = (all: Tensor2D): Tensor2D => (everyAnchor ? all : all.slice([0, 0], [1, -1])); // A rows
    const ofLabels = between(anchors(targets), targets); // [A, B]
    const counts = above(ofLabels, 0).mul<Tensor2D>(anchors(everyOther(rows)));
    const vectors = normalise ? normalised(embeddings) : embeddings;
    const x = between(anchors(vectors), vectors)
      .add(epsilon)
      .log()
      .sub<Tensor2D>(ofLabels.add(epsilon).log());
    const others = counts.sum(1, true); // [A, 1]
    const mean = x.mul(counts).sum(1, true).div(atLeastOne(others));
    const sums = x.sub(mean).square().mul(counts).mul(others).sum<Scalar>();
    const triplets = others.mul(others.sub(1)).div(2).sum();
    return sums.div(atLeastOne(triplets));
  });
}
