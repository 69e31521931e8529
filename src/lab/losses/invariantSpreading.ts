import { checkBatch } from '../core/checkBatch';
import { constant, detached } from '../core/detached';
import { first, logSumExp, maskedMax } from '../core/masked';
import { choice, withDefaults } from '../core/options';
import { everyOther, pairs, refuseReference, type Reference } from '../core/pairs';
import { atLeastOne } from '../core/reduce';
import { checkPositive } from '../core/positive';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

type SpreadingForm = 'paper' | 'authors';

/** The paper's values. */
export const defaults = {
  /** What similarities are divided by, τ. */
  temperature: 0.1,
  /** `paper`: copies against originals; `authors`: every view against every other. */
  form: 'paper' as SpreadingForm,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The authors' own code. */
  authors: { form: 'authors' },
} satisfies Record<string, Partial<typeof defaults>>;

type Compute = (embeddings: Tensor2D, instances: Tensor1D, temperature: number) => Scalar;
const spreadingForms: Readonly<Record<SpreadingForm, Compute>> = {
  paper: againstOriginals,
  authors: againstAll,
};

/**
 * Invariant and spreading instance feature: without labels, each image is a class of its own, recognised in its copies and
 * in no other image.
 *
 *     L = 1/m ( -Σ_i log P(i | x̂_i) - Σ_i Σ_{j≠i} log(1 - P(i | x_j)) )
 *     P(i | x) = exp(f_i · f(x) / τ) / Σ_k exp(f_k · f(x) / τ)
 *
 * Of an image's views the first in the batch is the original x_i, every other a copy x̂_i; i, j and k go over the m
 * originals. In the form `authors` every view is classified among all other views, those of its image being right and
 * f_i a constant; the mean is over views. A P above 1 - 10⁻⁷ counts as that in its complement.
 * @paper invariant-spreading-instance-feature, equation 6
 * @reduction mean over the m images
 * @normalisation embeddings are brought to length 1
 * @detached nothing; in the form `authors` the second vector of each product, so that the slope is half the derivative
 * @param embeddings float32 [B, D]
 * @param instances int32 [B]: which image each row shows, two views or more of each
 * @param reference none: it cannot use one
 * @returns float32 []
 */
export function invariantSpreading(
  embeddings: Tensor2D,
  instances: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  refuseReference('invariantSpreading', reference);
  checkBatch('invariantSpreading', embeddings, instances);
  const { temperature, form } = withDefaults('invariantSpreading', defaults, options);
  checkPositive('invariantSpreading', { temperature });
  const compute = choice('invariantSpreading', 'form', spreadingForms, form);
  return tf.tidy('invariantSpreading', () => compute(embeddings, instances, temperature));
}

function againstOriginals(embeddings: Tensor2D, instances: Tensor1D, temperature: number): Scalar {
  const s = cosineSimilarity(embeddings, embeddings).div<Tensor2D>(temperature); // [B, B]
  const same = tf.equal(instances.expandDims(1), instances.expandDims(0)).toFloat() as Tensor2D;
  const original = tf.sub<Tensor2D>(1, same.mul(earlier(instances.size)).max(1, true)); // [B, 1]
  const candidates = tf.onesLike(same).mul<Tensor2D>(original.transpose()); // [B, B]
  const all = logSumExp(s, candidates).expandDims<Tensor2D>(1); // [B, 1]
  const recognised = all.sub(s).mul(same).mul(candidates).mul(tf.sub(1, original));
  const confused = unlikeness(s, candidates).mul(candidates).mul(tf.sub(1, same)).mul(original);
  return recognised.add(confused).sum<Scalar>().div(atLeastOne(original.sum()));
}

function againstAll(embeddings: Tensor2D, instances: Tensor1D, temperature: number): Scalar {
  const s = cosineSimilarity(embeddings, constant(embeddings)).div<Tensor2D>(temperature); // [B, B]
  const { positive, negative } = pairs(embeddings, instances);
  const others = everyOther(instances.size);
  const all = logSumExp(s, others).expandDims<Tensor2D>(1); // [B, 1]
  const recognised = all.sub(s).mul(positive);
  const confused = unlikeness(s, others).mul(negative);
  return recognised.add(confused).sum<Scalar>().div(instances.size);
}

/** -log(1 - P) of each row's softmax over the entries that the mask keeps; at most about 16, with slope 0 there. */
function unlikeness(s: Tensor2D, mask: Tensor2D): Tensor2D {
  const greatest = detached((x: Tensor2D, m: Tensor2D) => maskedMax(x, m).expandDims<Tensor2D>(1))(s, mask);
  const weights = tf.minimum(s.sub(greatest), 0).exp().mul<Tensor2D>(mask);
  // The greatest is kept apart: beside it the others, which are all that its complement is made of, would be rounded off.
  const isGreatest = detached((x: Tensor2D, g: Tensor2D, m: Tensor2D) =>
    first(tf.greaterEqual(x, g).toFloat().mul<Tensor2D>(m)),
  )(s, greatest, mask);
  const top = weights.mul(isGreatest).sum<Tensor2D>(1, true); // [B, 1]
  const others = weights.mul(tf.sub(1, isGreatest)).sum<Tensor2D>(1, true); // [B, 1]
  const rest = others.add(tf.sub(1, isGreatest).mul(top.sub(weights))); // [B, B]
  return tf.maximum(top.add(others), 1e-30).log().sub(tf.maximum(rest, 1e-7).log());
}

/** 1 in row i and column j where j < i: float32 [rows, rows]. */
function earlier(rows: number): Tensor2D {
  const row = tf.range(0, rows, 1, 'int32');
  return tf.less(row.expandDims(0), row.expandDims(1)).toFloat() as Tensor2D;
}
