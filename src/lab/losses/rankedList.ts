import { checkBatch } from '../core/checkBatch';
import { above, detached } from '../core/detached';
import { checkNotNegative } from '../core/notNegative';
import { choice, withDefaults } from '../core/options';
import { pairs, type Reference } from '../core/pairs';
import { atLeastOne, reduce } from '../core/reduce';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { euclideanDistance } from '../distances/euclideanDistance';
import { bothNormalised } from '../core/normalised';

/** The paper's values for Stanford Online Products. */
export const defaults = {
  /** Distance that negatives are pushed to, α. */
  alpha: 1.2,
  /** Positives are drawn to α - m. */
  margin: 0.4,
  /** How much the nearest negatives outweigh the others, Tₙ. */
  negativeTemperature: 10,
  /** How much the farthest positives outweigh the others, Tₚ. */
  positiveTemperature: 0,
  /** Share of the positives, 1 - λ. */
  positiveWeight: 0.5,
  /** Share of the negatives, λ. */
  negativeWeight: 0.5,
  /** paper; fehervari and pml let the weights have a slope, and more, see `variants`. */
  form: 'paper' as Form,
};
type Form = 'paper' | 'fehervari' | 'pml';

/** Settings published elsewhere under the same name. */
export const variants = {
  /** As Fehervari et al. 2019 had it: plain sum, weights not constant, mean of anchors above 0. */
  fehervari: { form: 'fehervari', positiveWeight: 1, negativeWeight: 1 },
  /** As pytorch-metric-learning has it: Σ(w + 1e-5) below the line, and negatives at distance 0 left out. */
  pml: { form: 'pml', negativeTemperature: 5 },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Ranked list loss: all violating positives drawn inside a sphere, all violating negatives pushed outside a wider one.
 *
 *     L = mean_i  (1 - λ) Σ_{j∈P*} wₚ (d_ij - (α - m)) / Σ wₚ  +  λ Σ_{j∈N*} wₙ (α - d_ij) / Σ wₙ
 *     wₚ = exp(Tₚ (d_ij - (α - m)))    wₙ = exp(Tₙ (α - d_ij))
 *
 * P* are the positives farther than α - m, N* the negatives nearer than α.
 * @paper ranked-list-loss, equations 4 to 9
 * @reduction mean over all B anchors; an anchor without violations adds 0
 * @normalisation embeddings are brought to length 1
 * @detached the weights w; the slope at distance 0 is 0
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference what to compare the batch with, where not with itself
 * @returns float32 []
 */
export function rankedList(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('rankedList', embeddings, labels);
  const set = withDefaults('rankedList', defaults, options);
  const { negativeTemperature, positiveTemperature } = set;
  checkNotNegative('rankedList', { negativeTemperature, positiveTemperature });
  const form = choice('rankedList', 'form', forms, set.form);
  return tf.tidy('rankedList', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const d = euclideanDistance(...bothNormalised(embeddings, others)); // [B, M]
    const tooFar = d.sub<Tensor2D>(set.alpha - set.margin);
    const tooNear = tf.sub<Tensor2D>(set.alpha, d);
    const pushed = form.skipsEqual ? negative.mul<Tensor2D>(above(d, 0)) : negative;
    const pull = weighted(tooFar, positive, positiveTemperature, form); // [B]
    const push = weighted(tooNear, pushed, negativeTemperature, form); // [B]
    const terms = pull.mul<Tensor1D>(set.positiveWeight).add<Tensor1D>(push.mul(set.negativeWeight));
    return reduce(terms, tf.onesLike(terms), form.reduction);
  });
}

interface FormRules {
  readonly constantWeights: boolean;
  /** Added to the sum of weights for each column. */
  readonly padding: number;
  readonly skipsEqual: boolean;
  readonly reduction: 'mean' | 'nonzero';
}

const forms: Readonly<Record<Form, FormRules>> = {
  paper: { constantWeights: true, padding: 0, skipsEqual: false, reduction: 'mean' },
  fehervari: { constantWeights: false, padding: 0, skipsEqual: false, reduction: 'nonzero' },
  pml: { constantWeights: false, padding: 1e-5, skipsEqual: true, reduction: 'mean' },
};

/** The weighted mean of the violations above 0 in each row, weights exp(temperature · violation): float32 [B]. */
function weighted(violation: Tensor2D, mask: Tensor2D, temperature: number, form: FormRules): Tensor1D {
  const kept = mask.mul<Tensor2D>(above(violation, 0)); // [B, M]
  const exponent = violation.mul<Tensor2D>(kept).mul<Tensor2D>(temperature);
  const largest = detached((x: Tensor2D): Tensor2D => x.max(1, true))(exponent); // so that exp does not overflow
  const weights = (x: Tensor2D): Tensor2D => x.sub<Tensor2D>(largest).exp().mul(kept);
  const w = form.constantWeights ? detached(weights)(exponent) : weights(exponent);
  // The largest weight is 1 here, so a sum below 1 is that of no weight at all.
  const padding = largest
    .neg()
    .exp()
    .mul(form.padding * violation.shape[1]);
  const divisor = atLeastOne(w.sum<Tensor2D>(1, true)).add<Tensor2D>(padding);
  return w.div<Tensor2D>(divisor).mul<Tensor2D>(violation).sum(1);
}
