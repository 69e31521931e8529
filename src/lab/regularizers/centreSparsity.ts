import { checkRows } from '../core/checkBatch';
import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { everyOther } from '../core/pairs';
import { checkProxies } from '../core/proxies';
import { root } from '../core/root';
import { tf, type Scalar, type Tensor2D } from '../core/tf';

/** The paper's values for CUB-200-2011 and Cars196. */
export const defaults = {
  /** Centres of each class, K. */
  centres: 10,
  /** Added below the root, whose slope at equal centres would be infinite; 0 puts that slope to 0. */
  epsilon: 1e-5,
};

/**
 * Centre sparsity: the centres of a class are drawn together, until superfluous ones are equal.
 *
 *     R = 1 / (C K (K-1)) Σ_c Σ_{s<t} √(2 - 2 w_cs · w_ct + ε)
 *
 * @paper softtriple, the regulariser on the number of centres
 * @reduction mean over the ordered pairs of a class's centres, halved; 0 where a class has one centre
 * @normalisation centres are brought to length 1
 * @detached nothing
 * @param rows float32 [C · K, D], the centres of a class side by side
 * @returns float32 []
 */
export function centreSparsity(rows: Tensor2D, options: Partial<typeof defaults> = {}): Scalar {
  checkRows('centreSparsity', 'rows', rows);
  const { centres, epsilon } = withDefaults('centreSparsity', defaults, options);
  const classes = checkProxies('centreSparsity', rows, rows, centres);
  return tf.tidy('centreSparsity', () => {
    const w = normalised(rows).reshape([classes, centres, -1]); // [C, K, D]
    const squared = tf
      .sub(2, tf.matMul(w, w, false, true).mul(2))
      .relu()
      .add(epsilon); // [C, K, K]
    return root(squared, 1e-6)
      .mul(everyOther(centres))
      .sum<Scalar>()
      .div(2 * classes * centres * Math.max(1, centres - 1));
  });
}
