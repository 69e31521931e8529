import { checkBatch } from '../core/checkBatch';
import { logSumExp } from '../core/masked';
import { choice, withDefaults } from '../core/options';
import { pairs, type Reference } from '../core/pairs';
import { atLeastOne, reduce, reductions, type Reduction } from '../core/reduce';
import { checkPositive } from '../core/positive';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's values. */
export const defaults = {
  /** Temperature of the softmax, τ. */
  temperature: 0.1,
  /** out: the mean over positives stands outside the logarithm, the paper's better form; in: inside. */
  form: 'out' as SupConForm,
  /** The loss is multiplied by τ over this; null leaves it as it is. */
  baseTemperature: null as number | null,
  /** mean: over all anchors; nonzero: over those above 0; sum, as in the paper. */
  reduction: 'mean' as Reduction,
  /** Whether a batch of one class counts; it has nothing but positives in the denominator. */
  oneClass: true,
};
type SupConForm = 'out' | 'in';

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The worse form of the two. */
  in: { form: 'in' },
  /** The authors' own code. */
  official: { baseTemperature: 0.07 },
  /** As pytorch-metric-learning has it: the mean of the anchors above 0, and 0 for one class. */
  pml: { reduction: 'nonzero', oneClass: false },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Supervised contrastive loss: every positive of an anchor is to be found among all others of the batch.
 *
 *     out:  L = mean_i  -1/|P(i)| Σ_{p∈P(i)} log( exp(s_ip / τ) / Σ_{k≠i} exp(s_ik / τ) )
 *     in:   L = mean_i  -log( 1/|P(i)| Σ_{p∈P(i)} exp(s_ip / τ) / Σ_{k≠i} exp(s_ik / τ) )
 *
 * One log-sum-exp a row: O(B · M) memory.
 * @paper supcon, equations 2 and 3
 * @reduction mean over all B anchors, where the paper has their sum; an anchor without positives adds 0
 * @normalisation embeddings are brought to length 1
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference where positives and negatives come from, where not from the batch itself
 * @returns float32 []
 */
export function supCon(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('supCon', embeddings, labels);
  const { temperature, form, baseTemperature, reduction, oneClass } = withDefaults(
    'supCon',
    defaults,
    options,
  );
  checkPositive('supCon', { temperature, baseTemperature: baseTemperature ?? temperature });
  const gathered = choice('supCon', 'form', supConForms, form);
  choice('supCon', 'reduction', reductions, reduction);
  return tf.tidy('supCon', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const x = cosineSimilarity(embeddings, others).div<Tensor2D>(temperature); // [B, M]
    const all = logSumExp(x, positive.add(negative)); // [B]
    const terms = all.sub<Tensor1D>(gathered(x, positive)).mul<Tensor1D>(positive.max(1)); // [B]
    const loss = reduce(terms, tf.onesLike(terms), reduction).mul<Scalar>(
      temperature / (baseTemperature ?? temperature),
    );
    return oneClass ? loss : loss.mul(negative.max());
  });
}

/** What an anchor's positives amount to, as a logarithm: float32 [B]; anything finite where there are none. */
const supConForms: Readonly<Record<SupConForm, (x: Tensor2D, positive: Tensor2D) => Tensor1D>> = {
  out: (x, positive) =>
    x
      .mul(positive)
      .sum<Tensor1D>(1)
      .div(atLeastOne(positive.sum(1))),
  in: (x, positive) => logSumExp(x, positive).sub(atLeastOne(positive.sum<Tensor1D>(1)).log()),
};
