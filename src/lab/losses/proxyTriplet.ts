import { checkBatch } from '../core/checkBatch';
import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositive } from '../core/positive';
import { checkProxies, ownClass } from '../core/proxies';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's form; it prints no margin for it. */
export const defaults = {
  /** How much nearer the own proxy must be, M. */
  margin: 1,
  /** Length that embeddings and proxies are brought to: without more than 1 a squared distance is at most 4. */
  length: 1,
  /** Whether an embedding's terms are averaged over the other classes, or summed. */
  average: true,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The re-implementation of Unbiased Evaluation of Deep Metric Learning Algorithms. */
  fehervari: { length: 3, average: false },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Proxy-triplet: the triplet hinge between an embedding, the proxy of its class and each other proxy.
 *
 *     L = mean_i mean_{z≠y} [ d(x_i, p_y) - d(x_i, p_z) + M ]₊
 *
 * d is the squared Euclidean distance.
 * @paper proxy-triplet, equation 2 with proxies in place of samples
 * @reduction mean over all B embeddings
 * @normalisation embeddings and proxies are brought to the same length
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to C - 1
 * @param proxies float32 [C, D], one for each class, C at least 2, trained along
 * @returns float32 []
 */
export function proxyTriplet(
  embeddings: Tensor2D,
  labels: Tensor1D,
  proxies: Tensor2D,
  options: Partial<typeof defaults> = {},
): Scalar {
  checkBatch('proxyTriplet', embeddings, labels);
  const classes = checkProxies('proxyTriplet', embeddings, proxies);
  const { margin, length, average } = withDefaults('proxyTriplet', defaults, options);
  checkPositive('proxyTriplet', { length });
  if (classes < 2) throw new LabError('proxyTriplet: needs proxies of at least 2 classes; got 1');
  return tf.tidy('proxyTriplet', () => {
    // Of unit vectors |a - b|² = 2 - 2 a · b.
    const d = tf.sub(1, cosineSimilarity(embeddings, proxies)).mul<Tensor2D>(2 * length ** 2); // [B, C]
    const own = ownClass(labels, classes); // [B, C]
    const ofOwn = d.mul(own).sum(1, true); // [B, 1]
    const terms = ofOwn.sub(d).add(margin).relu().mul(tf.sub(1, own)); // [B, C]
    return terms
      .sum(1)
      .mean<Scalar>()
      .div(average ? classes - 1 : 1);
  });
}
