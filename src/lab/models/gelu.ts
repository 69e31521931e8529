import type { Tensor } from '../core/tf';

/**
 * GELU: x Φ(x) = x (1 + erf(x / √2)) / 2, where Φ is the standard normal's distribution function.
 * @paper hendrycks2016gaussian, section 2
 */
export function gelu<T extends Tensor>(x: T): T {
  return x.mul(x.div(Math.SQRT2).erf().add(1)).div(2);
}
