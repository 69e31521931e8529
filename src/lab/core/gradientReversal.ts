import { tf, type Tensor } from './tf';

/**
 * Passes a tensor on as it is, and its slope with the other sign: what stands before it is trained against what stands
 * behind it, so that one step trains two adversaries.
 *
 *     R(x) = x,    dR/dx = -λ
 *
 * @param x float32, any shape
 * @param strength λ
 */
export function gradientReversal<T extends Tensor>(x: T, strength = 1): T {
  const reversed = tf.customGrad((value) => ({
    value: (value as Tensor).clone(),
    gradFunc: (dy: Tensor) => dy.mul(-strength),
  }));
  return reversed(x) as T;
}
