import { checkRows } from '../core/checkBatch';
import { LabError } from '../core/labError';
import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { everyOther } from '../core/pairs';
import { checkPositiveInteger } from '../core/positiveInteger';
import { root } from '../core/root';
import { tf, type Scalar, type Tensor2D } from '../core/tf';

/** The values of the authors' code, which adds each pair of heads with weight 0.2. */
export const defaults = {
  /** Parts of an embedding that are kept different, J. */
  heads: 3,
  /** Distance from which two heads are different enough, m; opposite ones have distance 2. */
  margin: 2,
};

/**
 * Head separation: the parts of an embedding, each made by a head of its own, tell different things of one image.
 *
 *     R = mean_i Σ_{j<k} [m - ‖f̂_ij - f̂_ik‖]₊²
 *
 * The paper has an adversary in its place; this is what the authors' code trains with.
 * @paper deml-hybrid-attention, the authors' code
 * @reduction sum over the pairs of heads, mean over the rows
 * @normalisation each head is brought to length 1
 * @detached nothing; the slope at equal heads is 0
 * @param rows float32 [B, J · d], the heads side by side
 * @returns float32 []
 * @throws LabError where the heads do not divide the columns
 */
export function headSeparation(rows: Tensor2D, options: Partial<typeof defaults> = {}): Scalar {
  checkRows('headSeparation', 'rows', rows);
  const { heads, margin } = withDefaults('headSeparation', defaults, options);
  checkPositiveInteger('headSeparation', 'heads', heads);
  const [count, dimension] = rows.shape;
  if (dimension % heads !== 0) {
    throw new LabError(`headSeparation: ${heads} heads do not divide rows of ${dimension} numbers`);
  }
  return tf.tidy('headSeparation', () => {
    const f = normalised(rows.reshape([count * heads, dimension / heads])).reshape([count, heads, -1]); // [B, J, d]
    const squared = tf.sub(2, tf.matMul(f, f, false, true).mul(2)); // [B, J, J]
    const hinge = tf.sub(margin, root(squared, 1e-6)).relu().square();
    return hinge
      .mul(everyOther(heads))
      .sum<Scalar>()
      .div(2 * count);
  });
}
