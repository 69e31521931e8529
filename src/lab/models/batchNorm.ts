import { tf, type Tensor, type Tensor1D } from '../core/tf';

/** Added to the variance, so that a channel that never changes does not divide by zero. */
export const epsilon = 1e-5;

/** How far the running statistics move towards a batch's, in one step. */
export const momentum = 0.1;

/** What normalisation reads and keeps for each of C channels: float32 [C] each. */
export interface Channels {
  readonly gamma: Tensor1D;
  readonly beta: Tensor1D;
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

/**
 * Batch normalisation in training.
 *
 *     y = γ (x - μ) / sqrt(σ² + ε) + β
 *
 * μ and σ² are the batch's, over all axes but the last. The slope is written out, for it takes half the passes of the
 * one that the tape would compose.
 * @paper ioffe2015batch, algorithm 1
 * @param x float32 [..., C]
 * @returns y, and the running mean and (unbiased) variance moved by `momentum` towards the batch's; these have no slope
 */
export function batchNormTraining<T extends Tensor>(
  x: T,
  { gamma, beta, mean, variance }: Channels,
): { readonly y: T; readonly mean: Tensor1D; readonly variance: Tensor1D } {
  const axes = x.shape.map((_, axis) => axis).slice(0, -1);
  const count = x.size / gamma.size;
  const batch: Tensor1D[] = [];
  const normalise = tf.customGrad((...args) => {
    const [input, scale, offset, save] = args as [Tensor, Tensor1D, Tensor1D, (tensors: Tensor[]) => void];
    const centre = tf.sum(input, axes).div<Tensor1D>(count);
    const centred = input.sub(centre);
    const spread = centred.square().sum(axes).div<Tensor1D>(count);
    const inverse = spread.add<Tensor1D>(epsilon).rsqrt();
    batch.push(tf.keep(centre), tf.keep(spread));
    save([centred, inverse, scale]);
    return {
      value: centred.mul(inverse.mul(scale)).add(offset),
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        slope(dy, saved as [Tensor, Tensor1D, Tensor1D], axes, count),
    };
  });
  const y = normalise(x, gamma, beta) as T;
  const [batchMean, batchVariance] = batch as [Tensor1D, Tensor1D];
  const moved = {
    mean: towards(mean, batchMean),
    variance: towards(variance, batchVariance.mul(count / Math.max(1, count - 1))),
  };
  // They outlived the inner scope by `keep`, so the outer one does not know them.
  tf.dispose(batch);
  return { y, ...moved };
}

/**
 * Batch normalisation in evaluation, by the running statistics.
 * @param x float32 [..., C]
 */
export function batchNormEvaluation<T extends Tensor>(x: T, { gamma, beta, mean, variance }: Channels): T {
  const scale = variance.add(epsilon).rsqrt().mul(gamma);
  return x.mul(scale).add(beta.sub(mean.mul(scale)));
}

/** Slopes of x, gamma and beta; n is the number of values in a channel. */
function slope(dy: Tensor, saved: [Tensor, Tensor1D, Tensor1D], axes: number[], n: number): Tensor[] {
  const [centred, inverse, gamma] = saved;
  const dBeta = dy.sum<Tensor1D>(axes);
  const along = dy.mul(centred).sum<Tensor1D>(axes); // [C], Σ dy (x - μ)
  const scale = gamma.mul(inverse);
  const dx = dy
    .mul(scale)
    .sub(centred.mul(along.mul(inverse.square()).mul(scale).div(n)))
    .sub(dBeta.mul(scale).div(n));
  return [dx, along.mul(inverse), dBeta];
}

function towards(running: Tensor1D, batch: Tensor1D): Tensor1D {
  return running.mul<Tensor1D>(1 - momentum).add(batch.mul(momentum));
}
