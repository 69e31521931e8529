import { checkBatch } from '../core/checkBatch';
import { LabError } from '../core/labError';
import { logSumExp } from '../core/masked';
import { withDefaults } from '../core/options';
import { checkPositive } from '../core/positive';
import { checkProxies, ownClass } from '../core/proxies';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's form. */
export const defaults = {
  /** Factor on the squared distances; 1 is the paper's, about 9 trains better. */
  scale: 1,
  /** Whether the proxy of the own class stands in the denominator, too. */
  ownInDenominator: false,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** A softmax over all proxies, as pytorch-metric-learning has it. */
  softmax: { ownInDenominator: true },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * ProxyNCA: each embedding is drawn to the proxy of its class and away from all other proxies.
 *
 *     L = mean_i -log( exp(-s d(x_i, p_y)) / Σ_{z≠y} exp(-s d(x_i, p_z)) )
 *
 * d is the squared Euclidean distance. As the own proxy is not in the denominator, the loss can be negative.
 * @paper proxy-nca, equation 3
 * @reduction mean over all B embeddings
 * @normalisation embeddings and proxies are brought to length 1
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to C - 1
 * @param proxies float32 [C, D], one for each class, trained along
 * @returns float32 []
 */
export function proxyNca(
  embeddings: Tensor2D,
  labels: Tensor1D,
  proxies: Tensor2D,
  options: Partial<typeof defaults> = {},
): Scalar {
  checkBatch('proxyNca', embeddings, labels);
  const classes = checkProxies('proxyNca', embeddings, proxies);
  const { scale, ownInDenominator } = withDefaults('proxyNca', defaults, options);
  checkPositive('proxyNca', { scale });
  if (classes < 2) throw new LabError('proxyNca: needs proxies of at least 2 classes; got 1');
  return tf.tidy('proxyNca', () => {
    // Of unit vectors |a - b|² = 2 - 2 a · b.
    const d = tf.sub(1, cosineSimilarity(embeddings, proxies)).mul<Tensor2D>(2 * scale); // [B, C]
    const own = ownClass(labels, classes); // [B, C]
    const denominator = ownInDenominator ? tf.onesLike(own) : tf.sub<Tensor2D>(1, own);
    return d.mul(own).sum(1).add(logSumExp(d.neg(), denominator)).mean<Scalar>();
  });
}
