import { tf, type Tensor } from './tf';

/**
 * √x. Where x is not above `least` it is 0 and has slope 0: the slope of the root at 0 is infinite.
 * @param x float32, any shape
 * @param least 0 or more
 */
export function root<T extends Tensor>(x: T, least = 0): T {
  const rooted = tf.customGrad((...args) => {
    const [input, save] = args as [Tensor, (tensors: Tensor[]) => void];
    const counts = tf.greater(input, least);
    const y = tf.where(counts, input, 0).sqrt();
    save([y, counts]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.where(saved[1]!, dy.div(saved[0]!.mul(2)), 0),
    };
  });
  return rooted(x) as T;
}
