import { tf, type Tensor, type Tensor2D } from './tf';

/**
 * The rows with length 1. A row of zeros stays as it is, and its slope stays finite.
 *
 *     y = x / |x|    dx = (dy - y (y · dy)) / |x|
 *
 * The slope is written out, for it takes half the passes of the one that the tape would compose.
 * @param rows float32 [B, D]
 * @returns float32 [B, D]
 */
export function normalised(rows: Tensor2D): Tensor2D {
  const scaled = tf.customGrad((...args) => {
    const [x, save] = args as [Tensor, (tensors: Tensor[]) => void];
    const inverse = tf.maximum(x.square().sum(1, true), 1e-24).rsqrt(); // [B, 1]
    const unit = x.mul(inverse);
    save([unit, inverse]);
    return {
      value: unit,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [y, scale] = saved as [Tensor, Tensor];
        return dy.sub(y.mul(dy.mul(y).sum(1, true))).mul(scale);
      },
    };
  });
  return scaled(rows) as Tensor2D;
}

/** `normalised` of each; once where they are one tensor. */
export function bothNormalised(a: Tensor2D, b: Tensor2D): [Tensor2D, Tensor2D] {
  const unit = normalised(a);
  return [unit, a === b ? unit : normalised(b)];
}
