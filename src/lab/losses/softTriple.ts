import { checkBatch } from '../core/checkBatch';
import { crossEntropy } from '../core/crossEntropy';
import { withDefaults } from '../core/options';
import { checkProxies, ownClass } from '../core/proxies';
import { checkPositive } from '../core/positive';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';
import { centreSparsity } from '../regularizers/centreSparsity';

/** The paper's values for CUB-200-2011 and Cars196. */
export const defaults = {
  /** Centres of each class, K. */
  centres: 10,
  /** Scale of the similarities, λ. */
  lambda: 20,
  /** Softness of the choice among a class's centres, γ. */
  gamma: 0.1,
  /** Margin of the own class, δ. */
  delta: 0.01,
  /** Weight of the term that draws a class's centres together, τ. */
  tau: 0.2,
  /** Added below the root of that term, whose slope at equal centres would be infinite; 0 puts that slope to 0. */
  epsilon: 1e-5,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** Without the term on centres, as pytorch-metric-learning has it. */
  unregularised: { tau: 0 },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * SoftTriple loss: a softmax over classes, each with several centres.
 *
 *     L = mean_i -log( exp(λ(S_iy - δ)) / (exp(λ(S_iy - δ)) + Σ_{c≠y} exp(λ S_ic)) )
 *         + τ / (C K (K-1)) Σ_c Σ_{s<t} √(2 - 2 w_cs · w_ct + ε)
 *     S_ic = Σ_k softmax_k(x_i · w_ck / γ)  x_i · w_ck
 *
 * @paper softtriple, the SoftTriple loss with its regulariser
 * @reduction mean over all B embeddings
 * @normalisation embeddings and centres are brought to length 1
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to C - 1
 * @param proxies float32 [C · K, D], the centres of a class side by side, trained along
 * @returns float32 []
 */
export function softTriple(
  embeddings: Tensor2D,
  labels: Tensor1D,
  proxies: Tensor2D,
  options: Partial<typeof defaults> = {},
): Scalar {
  checkBatch('softTriple', embeddings, labels);
  const set = withDefaults('softTriple', defaults, options);
  checkPositive('softTriple', { lambda: set.lambda, gamma: set.gamma });
  const classes = checkProxies('softTriple', embeddings, proxies, set.centres);
  return tf.tidy('softTriple', () => {
    const s = cosineSimilarity(embeddings, proxies).reshape([-1, classes, set.centres]); // [B, C, K]
    const similarity = s.div(set.gamma).softmax().mul(s).sum<Tensor2D>(2); // [B, C]
    const own = ownClass(labels, classes); // [B, C]
    const logits = similarity.sub<Tensor2D>(own.mul(set.delta)).mul<Tensor2D>(set.lambda);
    return crossEntropy(logits, own)
      .mean<Scalar>()
      .add<Scalar>(centreSparsity(proxies, { centres: set.centres, epsilon: set.epsilon }).mul(set.tau));
  });
}
