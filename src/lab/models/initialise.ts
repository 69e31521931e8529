import type { Random } from '../core/random';
import { tf, type Tensor } from '../core/tf';

/**
 * Normal numbers of mean 0 and variance gain² / fan-in: with gain sqrt(2) the spread of the signal outlives a ReLU.
 * @paper he2015delving, equation 10
 * @param shape the last axis is the layer's outputs, the others are what each output reads
 */
export function heNormal(shape: number[], rng: Random, gain = Math.SQRT2): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const deviation = gain / Math.sqrt(size / shape.at(-1)!);
  return tf.tensor(
    Float32Array.from({ length: size }, () => deviation * rng.normal()),
    shape,
  );
}
