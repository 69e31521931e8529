import type { Random } from '../core/random';
import { tf, type Tensor } from '../core/tf';

/**
 * Uniform in ±1/√fan-in, so that the variance is 1 / (3 fan-in): PyTorch's default for its layers.
 * Before batch norm the scale of a filter does not change what the network computes, only how far a step of fixed length
 * turns the filter: at He's scale, 2.4 times this one, Adam's usual learning rates learn markedly more slowly.
 * @param shape the last axis is the layer's outputs, the others are what each output reads
 */
export function fanInUniform(shape: number[], rng: Random): Tensor {
  const bound = 1 / Math.sqrt(sizeOf(shape) / shape.at(-1)!);
  return drawn(shape, () => bound * (2 * rng.uniform() - 1));
}

/**
 * Normal with variance 2 / fan-out: He's scale for the slopes on their way back, as PyTorch begins its residual networks.
 * @param shape [height, width, in, out] of a convolution; of a depthwise one [height, width, channels, 1]
 */
export function fanOutNormal(shape: number[], rng: Random): Tensor {
  const [height, width, , outputs] = shape as [number, number, number, number];
  const deviation = Math.sqrt(2 / (height * width * outputs));
  return drawn(shape, () => deviation * rng.normal());
}

/** Uniform in ±√(6 / (inputs + outputs)): Glorot's scale, as PyTorch begins its transformers. */
export function xavierUniform([inputs, outputs]: [number, number], rng: Random): Tensor {
  const bound = Math.sqrt(6 / (inputs + outputs));
  return drawn([inputs, outputs], () => bound * (2 * rng.uniform() - 1));
}

function drawn(shape: number[], number: () => number): Tensor {
  return tf.tensor(Float32Array.from({ length: sizeOf(shape) }, number), shape);
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
