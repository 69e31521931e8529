import { checkRows } from '../core/checkBatch';
import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { root } from '../core/root';
import { tf, type Scalar, type Tensor2D } from '../core/tf';

export const defaults = {
  /** Bring rows to length 1 first. Their covariance has a trace of at most 1 then, and never is the identity. */
  normalise: true,
};

/**
 * Covariance: the coordinates of the batch spread alike, and without each other.
 *
 *     R = ‖ 1/B Σ_i (x_i - x̄)(x_i - x̄)ᵀ - I ‖_F
 *
 * @paper sampling-wisely-topk-precision, the authors' code, which adds it with weight 0.1
 * @reduction one number for the batch
 * @normalisation rows are brought to length 1 unless `normalise` is false
 * @detached nothing; the slope at the identity is 0
 * @param rows float32 [B, D]
 * @returns float32 []
 */
export function covariance(rows: Tensor2D, options: Partial<typeof defaults> = {}): Scalar {
  checkRows('covariance', 'rows', rows);
  const { normalise } = withDefaults('covariance', defaults, options);
  return tf.tidy('covariance', () => {
    const [count, dimension] = rows.shape;
    const x = normalise ? normalised(rows) : rows;
    const centred = x.sub<Tensor2D>(x.mean(0, true));
    const spread = tf.matMul(centred, centred, true, false).div(count); // [D, D]
    return root(spread.sub(tf.eye(dimension)).square().sum<Scalar>());
  });
}
