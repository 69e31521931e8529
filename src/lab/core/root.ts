import { tf, type Tensor } from './tf';

/** A number to divide by in place of 0. */
const smallest = 1e-30;

/**
 * √x. Where x is not above `least` it is 0 and has slope 0: the slope of the root at 0 is infinite.
 * @param x float32, any shape
 * @param least 0 or more
 */
export function root<T extends Tensor>(x: T, least = 0): T {
  const rooted = tf.customGrad((...args) => {
    const [input, save] = args as [Tensor, (tensors: Tensor[]) => void];
    const counts = tf.greater(input, least).toFloat();
    const y = input.mul(counts).sqrt();
    save([counts.div(y.maximum(smallest))]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) => dy.mul(saved[0]!).mul(0.5),
    };
  });
  return rooted(x) as T;
}
