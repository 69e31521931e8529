import { checkRows } from '../core/checkBatch';
import { magnitude } from '../core/magnitude';
import { tf, type Scalar, type Tensor2D } from '../core/tf';

/**
 * Zero mean: each embedding's coordinates sum to zero, so that its variance is its energy.
 *
 *     R = mean_i |Σ_m x_im|
 *
 * @paper signal-to-noise-ratio, the regulariser of the SNR losses
 * @reduction mean over the rows
 * @normalisation none: on rows of length 1 it says less
 * @detached nothing; the slope at 0 is 0
 * @param rows float32 [R, D]
 * @returns float32 []
 */
export function zeroMean(rows: Tensor2D): Scalar {
  checkRows('zeroMean', 'rows', rows);
  return tf.tidy('zeroMean', () => magnitude(rows.sum(1)).mean());
}
