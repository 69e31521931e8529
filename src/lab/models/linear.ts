import type { Random } from '../core/random';
import { tf, type Tensor, type Tensor2D } from '../core/tf';
import { fanInUniform } from './initialise';
import type { Head, Tensors } from './model';

/** Fresh weights of a linear layer: `<name>.weight` [inputs, outputs], uniform in ±1/√inputs, and `<name>.bias`, 0. */
export function initialiseLinear(
  name: string,
  inputs: number,
  outputs: number,
  rng: Random,
): Record<string, Tensor> {
  return { [`${name}.weight`]: fanInUniform([inputs, outputs], rng), [`${name}.bias`]: tf.zeros([outputs]) };
}

/** x W + b, by the weights of that name. */
export function linear(x: Tensor2D, name: string, weights: Tensors): Tensor2D {
  return x.matMul<Tensor2D>(weights[`${name}.weight`] as Tensor2D).add(weights[`${name}.bias`]!);
}

/** A linear layer as a network's last. @param columns of what it reads, for images of a shape */
export function linearHead(name: string, columns: Head['columns']): Head {
  return { columns, apply: (features, weights) => linear(features, name, weights) };
}
