import { tf, type Tensor } from './tf';

/**
 * Makes `f` a constant in the backward pass: its result has no slope towards its arguments.
 * Masks made by comparing similarities need it, for a comparison has no gradient; so do weights that a paper calls
 * constants.
 * @param f a function of float32 tensors with one float32 tensor as result
 */
export function detached<In extends Tensor[], Out extends Tensor>(f: (...inputs: In) => Out) {
  return (...inputs: In): Out => {
    const shapes = inputs.map((input) => input.shape);
    const constant = tf.customGrad((...args) => ({
      // The last argument is TensorFlow.js's function to save tensors; there is nothing to save.
      value: f(...(args.slice(0, inputs.length) as In)),
      gradFunc: () => shapes.map((shape) => tf.zeros(shape)),
    }));
    return constant(...inputs) as Out;
  };
}

/**
 * 1 where x > threshold, else 0; without slope.
 * @param x float32, any shape
 * @param threshold a number, or float32 of a shape that broadcasts to x's
 */
export function above<T extends Tensor>(x: T, threshold: Tensor | number): T {
  const compare = detached((a: Tensor, b: Tensor) => tf.greater(a, b).toFloat());
  return compare(x, typeof threshold === 'number' ? tf.scalar(threshold) : threshold) as T;
}

/** The tensor as a constant: without slope. */
export function constant<T extends Tensor>(x: T): T {
  return detached((value: T): T => value.clone())(x);
}
