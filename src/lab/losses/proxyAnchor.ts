import { checkBatch } from '../core/checkBatch';
import { logOnePlusSumExp } from '../core/masked';
import { withDefaults } from '../core/options';
import { checkPositive } from '../core/positive';
import { checkProxies, ownClass } from '../core/proxies';
import { atLeastOne } from '../core/reduce';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's values. */
export const defaults = {
  /** Sharpness, α: how much the hardest of a proxy's samples outweigh the others. */
  alpha: 32,
  /** Margin, δ. */
  delta: 0.1,
};

/**
 * Proxy-anchor loss: each proxy is the anchor, and the batch holds its positives and negatives.
 *
 *     L = 1/|P⁺| Σ_{p∈P⁺} log(1 + Σ_{x of p's class}  exp(-α(s(x, p) - δ)))
 *       + 1/|P|  Σ_{p∈P}  log(1 + Σ_{x of others}     exp( α(s(x, p) + δ)))
 *
 * s is cosine similarity; P are all proxies, P⁺ those whose class is in the batch.
 * @paper proxy-anchor, equation 4
 * @reduction mean over the proxies with positives, and over all proxies
 * @normalisation embeddings and proxies are brought to length 1
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to C - 1
 * @param proxies float32 [C, D], one for each class, trained along
 * @returns float32 []
 */
export function proxyAnchor(
  embeddings: Tensor2D,
  labels: Tensor1D,
  proxies: Tensor2D,
  options: Partial<typeof defaults> = {},
): Scalar {
  checkBatch('proxyAnchor', embeddings, labels);
  const classes = checkProxies('proxyAnchor', embeddings, proxies);
  const { alpha, delta } = withDefaults('proxyAnchor', defaults, options);
  checkPositive('proxyAnchor', { alpha });
  return tf.tidy('proxyAnchor', () => {
    const s = cosineSimilarity(proxies, embeddings); // [C, B]
    const own = ownClass(labels, classes).transpose<Tensor2D>(); // [C, B]
    const pull = logOnePlusSumExp(s.sub(delta).mul(-alpha), own); // [C], 0 for a class that is not in the batch
    const push = logOnePlusSumExp(s.add(delta).mul(alpha), tf.sub(1, own)); // [C]
    const present = atLeastOne(own.max(1).sum<Scalar>());
    return pull.sum<Scalar>().div(present).add<Scalar>(push.mean());
  });
}
