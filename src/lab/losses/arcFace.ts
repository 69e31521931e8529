import { checkBatch } from '../core/checkBatch';
import { crossEntropy } from '../core/crossEntropy';
import { above } from '../core/detached';
import { withDefaults } from '../core/options';
import { checkPositive } from '../core/positive';
import { checkProxies, ownClass } from '../core/proxies';
import { root } from '../core/root';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's values. */
export const defaults = {
  /** Factor on the similarities, s. */
  scale: 64,
  /** What is added to the angle to the own class, m, in radians. */
  margin: 0.5,
  /** Centres of each class; of several the nearest counts. */
  centres: 1,
  /** Whether the own class's logit keeps falling where angle and margin exceed π, where the cosine rises again. */
  monotone: false,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The authors' own code: cos θ - m sin m in place of cos(θ + m) beyond π. */
  authors: { monotone: true },
  /** Sub-centre ArcFace, for noisy labels. */
  subCentres: { centres: 3 },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * ArcFace: a softmax over cosine similarities with a margin on the angle to the own class.
 *
 *     L = mean_i -log( exp(s cos(θ_iy + m)) / (exp(s cos(θ_iy + m)) + Σ_{c≠y} exp(s cos θ_ic)) )
 *
 * θ_ic is the angle between the embedding and the (nearest) centre of class c. Within a thousandth of 0 and π its sine is
 * taken as 0, for its slope there is infinite.
 * @paper arcface, equation 3
 * @reduction mean over all B embeddings
 * @normalisation embeddings and proxies are brought to length 1
 * @detached which centre of a class is the nearest
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to C - 1
 * @param proxies float32 [C · K, D], the centres of a class side by side, trained along
 * @returns float32 []
 */
export function arcFace(
  embeddings: Tensor2D,
  labels: Tensor1D,
  proxies: Tensor2D,
  options: Partial<typeof defaults> = {},
): Scalar {
  checkBatch('arcFace', embeddings, labels);
  const set = withDefaults('arcFace', defaults, options);
  checkPositive('arcFace', { scale: set.scale });
  const classes = checkProxies('arcFace', embeddings, proxies, set.centres);
  return tf.tidy('arcFace', () => {
    const cosine = cosineSimilarity(embeddings, proxies).reshape([-1, classes, set.centres]).max<Tensor2D>(2); // [B, C]
    const own = ownClass(labels, classes); // [B, C]
    const target = cosine.mul(own).sum<Tensor2D>(1, true); // [B, 1]
    const logits = cosine.add(own.mul(turned(target, set).sub(target))).mul<Tensor2D>(set.scale);
    return crossEntropy(logits, own).mean<Scalar>();
  });
}

/** cos(θ + m) for cos θ. */
function turned(cosine: Tensor2D, { margin, monotone }: typeof defaults): Tensor2D {
  const sine = root(tf.sub<Tensor2D>(1, cosine.square()), 1e-6);
  const further = cosine.mul(Math.cos(margin)).sub<Tensor2D>(sine.mul(Math.sin(margin)));
  if (!monotone) return further;
  const within = above(cosine, -Math.cos(margin)); // θ + m < π
  const beyond = cosine.sub(margin * Math.sin(margin)).mul(tf.sub(1, within));
  return further.mul(within).add(beyond);
}
