import { tf, type Tensor } from '../core/tf';
import type { Tensors } from './model';

/** Added to the variance, so that a row of equal numbers does not divide by zero. */
const epsilon = 1e-5;

/** Fresh weights of a layer norm: `<name>.gamma`, 1, and `<name>.beta`, 0. */
export function initialiseLayerNorm(name: string, columns: number): Record<string, Tensor> {
  return { [`${name}.gamma`]: tf.ones([columns]), [`${name}.beta`]: tf.zeros([columns]) };
}

/**
 * Layer normalisation: y = γ (x - μ) / sqrt(σ² + ε) + β, by each row's own μ and σ².
 * @paper ba2016layer, equation 4
 * @param x float32 [..., C]
 */
export function layerNorm<T extends Tensor>(x: T, name: string, weights: Tensors): T {
  const centred = x.sub(x.mean(-1, true));
  const variance = centred.square().mean(-1, true);
  const normal = centred.mul(variance.add(epsilon).rsqrt());
  return normal.mul(weights[`${name}.gamma`]!).add(weights[`${name}.beta`]!);
}
