import type { Tensor } from './tf';

/** |x|, with slope 0 at 0, where TensorFlow.js's own has -1. */
export function magnitude<T extends Tensor>(x: T): T {
  return x.relu<T>().add<T>(x.neg<T>().relu());
}
