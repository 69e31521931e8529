import { LabError } from '../core/labError';
import type { Random } from '../core/random';
import { tf, type Tensor } from '../core/tf';

/**
 * Dropout: each number is 0 with probability `rate`, and else divided by 1 - rate, so that the mean stays.
 * @paper srivastava2014dropout, section 4, with the factor in training instead of evaluation
 * @param noise uniform in [0, 1), x's shape; drawn on the host, so that the step stays a function of its inputs
 * @throws LabError where there is no noise
 */
export function dropout<T extends Tensor>(x: T, rate: number, noise: Tensor | undefined): T {
  if (!noise)
    throw new LabError("dropout: no noise was given; in training, pass what the model's drawNoise drew");
  return x.mul(noise.greaterEqual(rate).toFloat()).div(1 - rate);
}

/** Noise for dropout: float32, uniform in [0, 1). */
export function dropoutNoise(shape: number[], rng: Random): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => rng.uniform()),
    shape,
  );
}
