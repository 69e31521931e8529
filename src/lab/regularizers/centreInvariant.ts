import { checkRows } from '../core/checkBatch';
import { tf, type Scalar, type Tensor2D } from '../core/tf';

/**
 * Centre invariance: the proxies of all classes are equally long, so that large classes do not take more room.
 *
 *     R = ¼ mean_y ( ‖v_y‖² - mean_z ‖v_z‖² )²
 *
 * @source Wu, Liu, Li and Fu, Deep Face Recognition with Center Invariant Loss, ACM Multimedia workshops 2017
 * @reduction mean over the rows
 * @normalisation none: rows of length 1 have nothing to lose
 * @detached nothing
 * @param rows float32 [C, D], one for each class
 * @returns float32 []
 */
export function centreInvariant(rows: Tensor2D): Scalar {
  checkRows('centreInvariant', 'rows', rows);
  return tf.tidy('centreInvariant', () => {
    const squared = rows.square().sum(1); // [C]
    return squared.sub(squared.mean()).square().mean<Scalar>().div(4);
  });
}
