import { checkBatch } from '../core/checkBatch';
import { above } from '../core/detached';
import { inverse } from '../core/inverse';
import { LabError } from '../core/labError';
import { logOnePlusSumExp } from '../core/masked';
import { withDefaults } from '../core/options';
import { everyOther } from '../core/pairs';
import { checkProxies, ownClass } from '../core/proxies';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's values, as pytorch-metric-learning has them. */
export const defaults = {
  /** Share of the walk that goes on to neighbours, α, 0 to below 1. */
  alpha: 0.8,
  /** By how much the own proxy must be ahead. */
  margin: 0.0005,
  /** Weight of the context term, λ_C. */
  context: 1,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The authors' own code. */
  authors: { margin: 0 },
  /** By where walks end alone. */
  intrinsic: { context: 0 },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Manifold similarity: a walk over embeddings and proxies, instead of the straight line between them, says what is near.
 *
 *     L = mean_i [ log(1 + Σ_k exp(g_ik)) of s = F_ik  +  λ_C log(1 + Σ_k exp(g_ik)) of s = cos(F_i, F_k) ]
 *     g_ik = s_ik - s_iy + m, for other proxies k that are not m behind the own one
 *     F = (1 - α) (I - α D^-½ A D^-½)⁻¹    A_ij = exp(2 [cos(x_i, x_j)]₊), 0 on the diagonal
 *
 * Nodes are all embeddings and proxies; D are the sums of A's rows. The inverse is found by products (core/inverse.ts), in
 * (B + K)³ time and (B + K)² memory. The proxies are trained along; the ensemble over random groups of classes, and the
 * paper's search for proxies that lie close together, are not part of this.
 * @paper edms-hard-proxies, its two losses on a converged random walk, by the authors' code
 * @reduction mean over all B embeddings
 * @normalisation embeddings and proxies are brought to length 1
 * @detached which proxies count
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to K - 1: a class, or a group of classes
 * @param proxies float32 [K, D], one for each, K at least 2, trained along
 * @returns float32 []
 */
export function manifold(
  embeddings: Tensor2D,
  labels: Tensor1D,
  proxies: Tensor2D,
  options: Partial<typeof defaults> = {},
): Scalar {
  checkBatch('manifold', embeddings, labels);
  const classes = checkProxies('manifold', embeddings, proxies);
  const { alpha, margin, context } = withDefaults('manifold', defaults, options);
  if (classes < 2) throw new LabError('manifold: needs at least 2 proxies; got 1');
  if (!(alpha >= 0 && alpha < 1)) {
    throw new LabError(`manifold: alpha must be from 0 to below 1; got ${alpha}`);
  }
  return tf.tidy('manifold', () => {
    const rows = labels.size;
    const walks = walk(tf.concat([embeddings, proxies], 0), alpha); // [B + K, B + K]
    const ofRows = walks.slice([0, 0], [rows, -1]);
    const own = ownClass(labels, classes); // [B, K]
    const lead = (s: Tensor2D) => behind(s, own, margin).mean<Scalar>();
    const intrinsic = lead(ofRows.slice([0, rows], [-1, classes]));
    return intrinsic.add(lead(cosineSimilarity(ofRows, walks.slice([rows, 0], [classes, -1]))).mul(context));
  });
}

/** Where walks that start at each node are found in the end: float32 [N, N]. */
function walk(nodes: Tensor2D, alpha: number): Tensor2D {
  const others = everyOther(nodes.shape[0]);
  const a = cosineSimilarity(nodes, nodes).relu<Tensor2D>().mul<Tensor2D>(2).exp().mul<Tensor2D>(others);
  const scale = a.sum<Tensor2D>(1, true).rsqrt();
  const s = a.mul<Tensor2D>(scale).mul<Tensor2D>(scale.transpose());
  return inverse(tf.eye(nodes.shape[0]).sub<Tensor2D>(s.mul(alpha))).mul(1 - alpha);
}

/** log(1 + Σ exp(gap)) over the proxies that are not `margin` behind the own one: float32 [B]. */
function behind(s: Tensor2D, own: Tensor2D, margin: number): Tensor1D {
  const gaps = s.sub<Tensor2D>(s.mul(own).sum(1, true)).add<Tensor2D>(margin);
  return logOnePlusSumExp(gaps, above(gaps, 0).mul(tf.sub(1, own)));
}
