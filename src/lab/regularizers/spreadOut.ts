import { checkRows } from '../core/checkBatch';
import { everyOther } from '../core/pairs';
import { tf, type Scalar, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/**
 * Spread-out: rows stand at right angles to each other, as far as the dimension lets them.
 *
 *     R = 1/K² Σ_{y≠z} (v_y · v_z)²
 *
 * Meant for the proxies of a loss. Where each sample has one class, GLaS is the same: its target, the classes' frequencies
 * of occurring together, is the identity.
 * @paper glas-regularizer, spread-out as the case that GLaS generalises
 * @reduction sum over all pairs, over the square of the rows
 * @normalisation rows are brought to length 1
 * @detached nothing
 * @param rows float32 [K, D]
 * @returns float32 []
 */
export function spreadOut(rows: Tensor2D): Scalar {
  checkRows('spreadOut', 'rows', rows);
  return tf.tidy('spreadOut', () => {
    const count = rows.shape[0];
    const squared = cosineSimilarity(rows, rows).square(); // [K, K]
    return squared
      .mul(everyOther(count))
      .sum<Scalar>()
      .div(count ** 2);
  });
}
