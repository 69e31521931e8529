import type { Random } from '../core/random';
import { tf, type Tensor, type Tensor1D, type Tensor4D } from '../core/tf';
import { batchNormEvaluation, batchNormTraining } from './batchNorm';
import type { Mode, ModelVariables } from './model';

/** A convolution without bias, then batch norm: what convolutional networks consist of. */
export interface Convolution {
  /** Its weights and statistics are `<name>.filter`, `<name>.gamma`, `<name>.beta`, `<name>.mean`, `<name>.variance`. */
  readonly name: string;
  /** Height and width of the filter, odd. */
  readonly size: number;
  readonly stride: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Whether each channel has a filter of its own; inputs and outputs are then as many. */
  readonly depthwise?: boolean;
}

/** A forward pass under way. */
export interface Pass {
  readonly variables: ModelVariables;
  readonly mode: Mode;
  /** The statistics after it, filled in on the way. */
  readonly statistics: Record<string, Tensor>;
}

/**
 * Fresh variables of convolutions with their batch norms: γ = 1, β = 0, mean 0, variance 1.
 * @param filterOf a fresh filter, [size, size, in, out], or [size, size, channels, 1] of a depthwise one
 */
export function initialiseConvolutions(
  convolutions: readonly Convolution[],
  filterOf: (shape: number[], rng: Random) => Tensor,
  rng: Random,
): { readonly weights: Record<string, Tensor>; readonly statistics: Record<string, Tensor> } {
  const weights: Record<string, Tensor> = {};
  const statistics: Record<string, Tensor> = {};
  for (const { name, size, inputs, outputs, depthwise } of convolutions) {
    weights[`${name}.filter`] = filterOf([size, size, inputs, depthwise ? 1 : outputs], rng);
    weights[`${name}.gamma`] = tf.ones([outputs]);
    weights[`${name}.beta`] = tf.zeros([outputs]);
    statistics[`${name}.mean`] = tf.zeros([outputs]);
    statistics[`${name}.variance`] = tf.ones([outputs]);
  }
  return { weights, statistics };
}

/** The convolution, with as much margin on each side as keeps the size at stride 1, and its batch norm. */
export function convolve(x: Tensor4D, { name, size, stride, depthwise }: Convolution, pass: Pass): Tensor4D {
  const filter = pass.variables.weights[`${name}.filter`] as Tensor4D;
  const margin = (size - 1) / 2;
  const y: Tensor4D = depthwise
    ? tf.depthwiseConv2d(x, filter, stride, margin)
    : tf.conv2d(x, filter, stride, margin);
  return batchNorm(y, name, pass);
}

/** Batch normalisation of the last axis, by the batch's statistics in training and by the running ones in evaluation. */
function batchNorm(x: Tensor4D, name: string, { variables, mode, statistics }: Pass): Tensor4D {
  const channels = {
    gamma: variables.weights[`${name}.gamma`] as Tensor1D,
    beta: variables.weights[`${name}.beta`] as Tensor1D,
    mean: variables.statistics[`${name}.mean`] as Tensor1D,
    variance: variables.statistics[`${name}.variance`] as Tensor1D,
  };
  const { y, mean, variance } =
    mode === 'train' ? batchNormTraining(x, channels) : { ...channels, y: batchNormEvaluation(x, channels) };
  statistics[`${name}.mean`] = mean;
  statistics[`${name}.variance`] = variance;
  return y;
}
