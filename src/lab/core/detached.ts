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
