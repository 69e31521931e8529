import { checkBatch } from '../core/checkBatch';
import { crossEntropy } from '../core/crossEntropy';
import { withDefaults } from '../core/options';
import { checkProxies, ownClass } from '../core/proxies';
import { checkPositive } from '../core/positive';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's value. */
export const defaults = {
  /** What similarities are divided by, σ; a search finds 0.06 to 0.11. */
  temperature: 0.05,
};

/**
 * Normalised softmax: classification by the cosine similarity to one weight vector for each class.
 *
 *     L = mean_i -log( exp(x_i · p_y / σ) / Σ_c exp(x_i · p_c / σ) )
 *
 * @paper normalized-softmax, the loss with normalised weights and temperature
 * @reduction mean over all B embeddings
 * @normalisation embeddings and proxies are brought to length 1; the paper's layer norm before it is the network's part
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to C - 1
 * @param proxies float32 [C, D], one for each class, trained along
 * @returns float32 []
 */
export function normalisedSoftmax(
  embeddings: Tensor2D,
  labels: Tensor1D,
  proxies: Tensor2D,
  options: Partial<typeof defaults> = {},
): Scalar {
  checkBatch('normalisedSoftmax', embeddings, labels);
  const classes = checkProxies('normalisedSoftmax', embeddings, proxies);
  const { temperature } = withDefaults('normalisedSoftmax', defaults, options);
  checkPositive('normalisedSoftmax', { temperature });
  return tf.tidy('normalisedSoftmax', () => {
    const logits = cosineSimilarity(embeddings, proxies).div<Tensor2D>(temperature); // [B, C]
    return crossEntropy(logits, ownClass(labels, classes)).mean<Scalar>();
  });
}
