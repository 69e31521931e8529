import { above } from './detached';
import { tf, type Tensor } from './tf';

/**
 * √x. Where x is not above `least` it is 0 and has slope 0: the slope of the root at 0 is infinite.
 * @param x float32, any shape
 * @param least 0 or more
 */
export function root<T extends Tensor>(x: T, least = 0): T {
  const counts = above(x, least);
  // Elsewhere the root is taken of 1, and left out.
  return x.mul(counts).add(tf.sub(1, counts)).sqrt().mul(counts);
}
