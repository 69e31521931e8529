import { checkBatch } from '../core/checkBatch';
import { detached } from '../core/detached';
import { LabError } from '../core/labError';
import { maskedMax } from '../core/masked';
import { bothNormalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { pairs, type Reference } from '../core/pairs';
import { reduce } from '../core/reduce';
import { softplus } from '../core/softplus';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { dotProduct } from '../distances/dotProduct';
import { nPair } from './nPair';

/** The paper's values. */
export const defaults = {
  /** Upper bound of the angle at the negative, α, in degrees. */
  alpha: 45,
  /** Factor on the angular loss, λ. */
  weight: 1,
  /** Factor on the N-pair loss of the raw embeddings, which is added. */
  nPairWeight: 0,
  /** Bring the negatives to length 1, too. */
  normaliseNegatives: true,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** N-pair and angular loss together, the paper's best. */
  withNPair: { nPairWeight: 1, weight: 2 },
  /** Negatives as they are, as pytorch-metric-learning has it. */
  pml: { alpha: 40, normaliseNegatives: false },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Angular loss: bounds the angle at the negative of each triangle of anchor, positive and negative.
 *
 *     L = mean_(a,p)  log(1 + Σ_n exp(4 tan²α (x_a + x_p) · x_n  -  2 (1 + tan²α) x_a · x_p))
 *
 * The sum over n of a product of an anchor's and a positive's factor is a product of matrices: O(B · M) memory and, with a
 * reference of M rows, O(M²).
 * @paper angular, the angular loss of a batch and its sum with N-pair
 * @reduction mean over the positive pairs; a pair without negatives adds 0
 * @normalisation embeddings are brought to length 1; in the N-pair part they are as they come
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference where positives and negatives come from, where not from the batch itself
 * @returns float32 []
 */
export function angular(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('angular', embeddings, labels);
  const { alpha, weight, nPairWeight, normaliseNegatives } = withDefaults('angular', defaults, options);
  if (alpha <= 0 || alpha >= 90) {
    throw new LabError(`angular: alpha must be above 0 and below 90 degrees; got ${alpha}`);
  }
  const squared = Math.tan((alpha * Math.PI) / 180) ** 2;
  return tf.tidy('angular', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const [anchors, partners] = bothNormalised(embeddings, others);
    const negatives = normaliseNegatives ? partners : others;
    const near = dotProduct(anchors, partners).mul<Tensor2D>(2 * (1 + squared)); // [B, M]
    const sums = logSumOfProducts(
      dotProduct(anchors, negatives).mul(4 * squared), // [B, M]
      reference ? dotProduct(partners, negatives).mul<Tensor2D>(4 * squared) : null, // [M, M]
      negative,
    );
    const terms = softplus(sums.sub<Tensor2D>(near)).mul<Tensor2D>(negative.max(1, true)); // [B, M]
    const loss = reduce(terms, positive, 'mean').mul<Scalar>(weight);
    if (nPairWeight === 0) return loss;
    return loss.add<Scalar>(nPair(embeddings, labels, {}, reference).mul(nPairWeight));
  });
}

/**
 * log Σ_n mask_an exp(u_an + v_pn) for every anchor a and partner p; about -87 where nothing is left to add.
 * @param u float32 [B, M]
 * @param v float32 [P, M]; null where the partners are the anchors
 * @returns float32 [B, P]
 */
function logSumOfProducts(u: Tensor2D, v: Tensor2D | null, mask: Tensor2D): Tensor2D {
  const ofAnchors = shifted(u, mask);
  // Anchor and positive are of one class, so that they have the same negatives.
  const ofPartners = v ? shifted(v, tf.onesLike(v)) : ofAnchors;
  const sums = dotProduct(ofAnchors.factors, ofPartners.factors);
  return tf.maximum(sums, 1.2e-38).log().add<Tensor2D>(ofAnchors.shift).add(ofPartners.shift.transpose());
}

/** exp(x - shift) where the mask is 1, else 0; the shift is the largest such x of the row, a constant: float32 [rows, 1]. */
function shifted(x: Tensor2D, mask: Tensor2D) {
  const largest = (kept: Tensor2D): Tensor2D =>
    maskedMax(kept, mask).expandDims<Tensor2D>(1).mul(mask.max(1, true));
  const shift = detached(largest)(x);
  // What the mask leaves out may be larger than the shift.
  return { shift, factors: tf.minimum<Tensor2D>(x.sub(shift), 0).exp().mul<Tensor2D>(mask) };
}
