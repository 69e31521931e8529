import { checkBatch } from '../core/checkBatch';
import { crossEntropy } from '../core/crossEntropy';
import { LabError } from '../core/labError';
import { maskedMin } from '../core/masked';
import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { checkProxies, ownClass } from '../core/proxies';
import { root } from '../core/root';
import { checkPositive } from '../core/positive';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { squaredEuclideanDistance } from '../distances/squaredEuclideanDistance';

/** The values of the authors' configuration. */
export const defaults = {
  /** Modes of each class, K. */
  centres: 5,
  /** Width of a mode, σ. */
  sigma: 0.5,
  /** Margin between the nearest mode of the own class and the nearest of others, α. */
  alpha: 0.5,
  /** Whether the margin is on squared distances. */
  squared: false,
  /** Whether what no mode explains is a class of its own, background. */
  background: false,
  /** With a background: factor on the probabilities, which go through another softmax. */
  sharpness: 15,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The authors' own code. */
  authors: { squared: true, background: true },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * RepMet: each class is a mixture of modes; the nearest mode speaks for its class.
 *
 *     L = mean_i -log P(y | f_i) + [ min_j d_yj - min_{c≠y, j} d_cj + α ]₊
 *     P(c | f) = p_c / Σ_k p_k    p_c = max_j exp(-d_cj² / (2σ²))
 *
 * d_cj is the Euclidean distance to the mode j of class c. With `background` P is a softmax over 15 (1 - max_c p_c) and
 * all 15 p_c, as the authors' detector has it.
 * @paper repmet, equations 1 to 5
 * @reduction mean over all B embeddings
 * @normalisation embeddings and modes are brought to length 1
 * @detached which mode is the nearest
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to C - 1
 * @param proxies float32 [C · K, D], the modes of a class side by side, C at least 2, trained along
 * @returns float32 []
 */
export function repMet(
  embeddings: Tensor2D,
  labels: Tensor1D,
  proxies: Tensor2D,
  options: Partial<typeof defaults> = {},
): Scalar {
  checkBatch('repMet', embeddings, labels);
  const set = withDefaults('repMet', defaults, options);
  checkPositive('repMet', { sigma: set.sigma, sharpness: set.sharpness });
  const classes = checkProxies('repMet', embeddings, proxies, set.centres);
  if (classes < 2) throw new LabError('repMet: needs modes of at least 2 classes; got 1');
  return tf.tidy('repMet', () => {
    const squared = squaredEuclideanDistance(normalised(embeddings), normalised(proxies))
      .reshape([-1, classes, set.centres])
      .min<Tensor2D>(2); // [B, C]
    const own = ownClass(labels, classes); // [B, C]
    const d = set.squared ? squared : root(squared);
    const margin = d
      .mul(own)
      .sum<Tensor1D>(1)
      .sub(maskedMin(d, tf.sub(1, own)))
      .add(set.alpha)
      .relu(); // [B]
    return classification(squared, own, set).add(margin).mean<Scalar>();
  });
}

/** -log P of each row's class: float32 [B]. */
function classification(squared: Tensor2D, own: Tensor2D, set: typeof defaults): Tensor1D {
  const logP = squared.div<Tensor2D>(-2 * set.sigma ** 2);
  if (!set.background) return crossEntropy(logP, own);
  const p = logP.exp<Tensor2D>();
  const scores = tf.concat([tf.sub<Tensor2D>(1, p.max(1, true)), p], 1).mul<Tensor2D>(set.sharpness);
  return crossEntropy(scores, own.pad([[0, 0], [1, 0]])); // prettier-ignore
}
