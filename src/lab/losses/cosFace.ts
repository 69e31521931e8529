import { checkBatch } from '../core/checkBatch';
import { crossEntropy } from '../core/crossEntropy';
import { withDefaults } from '../core/options';
import { checkPositive } from '../core/positive';
import { checkProxies, ownClass } from '../core/proxies';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's values. */
export const defaults = {
  /** Factor on the similarities, s. */
  scale: 64,
  /** What is taken off the own class's similarity, m. */
  margin: 0.35,
};

/**
 * CosFace, or AM-softmax: a softmax over cosine similarities with a margin on the own class's.
 *
 *     L = mean_i -log( exp(s(cos θ_iy - m)) / (exp(s(cos θ_iy - m)) + Σ_{c≠y} exp(s cos θ_ic)) )
 *
 * @paper cosface, the large margin cosine loss
 * @reduction mean over all B embeddings
 * @normalisation embeddings and proxies are brought to length 1
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to C - 1
 * @param proxies float32 [C, D], one for each class, trained along
 * @returns float32 []
 */
export function cosFace(
  embeddings: Tensor2D,
  labels: Tensor1D,
  proxies: Tensor2D,
  options: Partial<typeof defaults> = {},
): Scalar {
  checkBatch('cosFace', embeddings, labels);
  const classes = checkProxies('cosFace', embeddings, proxies);
  const { scale, margin } = withDefaults('cosFace', defaults, options);
  checkPositive('cosFace', { scale });
  return tf.tidy('cosFace', () => {
    const own = ownClass(labels, classes); // [B, C]
    const logits = cosineSimilarity(embeddings, proxies).sub(own.mul(margin)).mul<Tensor2D>(scale);
    return crossEntropy(logits, own).mean<Scalar>();
  });
}
