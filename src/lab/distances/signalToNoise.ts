import { above } from '../core/detached';
import { tf, type Tensor2D } from '../core/tf';
import { squaredEuclideanDistance } from './squaredEuclideanDistance';

/** Part of a row's squared length below which float32 cannot tell its variance from 0. */
const leastVariance = 1e-10;

/** Below this the slope, which divides by its square, would leave float32. */
const leastPower = 1e-16;

/**
 * Signal-to-noise distance of every row of `a`, the signal, to every row of `b`: the smaller, the nearer.
 *
 *     d_ij = var(b_j - a_i) / var(a_i) = |c(b_j) - c(a_i)|² / |c(a_i)|²
 *
 * The variance is over the coordinates of a row, and c(x) is x less the mean of its coordinates. It is not symmetric:
 * only the signal's variance is below the line. A row of `a` without variance, or shorter than 10⁻⁸, is divided by 1 instead. Costs one product
 * of matrices, as the squared Euclidean distance does.
 * @paper signal-to-noise-ratio, the SNR distance
 * @param a float32 [A, D]
 * @param b float32 [B, D]
 * @returns float32 [A, B], 0 or more
 */
export function signalToNoise(a: Tensor2D, b: Tensor2D): Tensor2D {
  const [signal, received] = [centred(a), centred(b)];
  const power = signal.square().sum(1, true); // [A, 1]
  const varies = above(power, a.square().sum(1, true).mul(leastVariance).maximum(leastPower));
  const noise = squaredEuclideanDistance(signal, received); // [A, B]
  return noise.div(power.mul(varies).add(tf.sub(1, varies)));
}

/** Each row less the mean of its coordinates. */
function centred(rows: Tensor2D): Tensor2D {
  return rows.sub(rows.mean(1, true));
}
