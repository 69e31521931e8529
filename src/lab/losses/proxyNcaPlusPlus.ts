import { checkBatch } from '../core/checkBatch';
import { crossEntropy } from '../core/crossEntropy';
import { withDefaults } from '../core/options';
import { checkPositive } from '../core/positive';
import { checkProxies, ownClass } from '../core/proxies';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's value. */
export const defaults = {
  /** Factor on the squared distances: 1/T of a temperature T of 1/9. */
  scale: 9,
};

/**
 * ProxyNCA++: ProxyNCA as a probability, with a low temperature.
 *
 *     L = mean_i -log( exp(-s d(x_i, p_y)) / Σ_c exp(-s d(x_i, p_c)) )
 *
 * d is the squared Euclidean distance. Unlike in ProxyNCA the own proxy stands in the denominator, too. What else the paper
 * adds, global max pooling, layer norm and a higher learning rate of the proxies, is the network's part and the optimizer's.
 * @paper proxy-nca-plus-plus, the proxy assignment probability with temperature
 * @reduction mean over all B embeddings
 * @normalisation embeddings and proxies are brought to length 1
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to C - 1
 * @param proxies float32 [C, D], one for each class, trained along
 * @returns float32 []
 */
export function proxyNcaPlusPlus(
  embeddings: Tensor2D,
  labels: Tensor1D,
  proxies: Tensor2D,
  options: Partial<typeof defaults> = {},
): Scalar {
  checkBatch('proxyNcaPlusPlus', embeddings, labels);
  const classes = checkProxies('proxyNcaPlusPlus', embeddings, proxies);
  const { scale } = withDefaults('proxyNcaPlusPlus', defaults, options);
  checkPositive('proxyNcaPlusPlus', { scale });
  return tf.tidy('proxyNcaPlusPlus', () => {
    // d = 2 - 2 s of unit vectors, and a softmax sees no 2 that all logits have.
    const logits = cosineSimilarity(embeddings, proxies).mul<Tensor2D>(2 * scale); // [B, C]
    return crossEntropy(logits, ownClass(labels, classes)).mean<Scalar>();
  });
}
