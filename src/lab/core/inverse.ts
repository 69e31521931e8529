import { tf, type Tensor, type Tensor2D } from './tf';

/**
 * The inverse of a matrix, by products alone: Newton's iteration, which doubles the correct digits once it is near.
 *
 *     X ← X (2 I - A X),  from Xᵀ = A / (|A|₁ |A|∞)
 *
 * A number of steps that is fixed beforehand makes it part of a graph. 32 are enough for condition numbers up to 10⁴; for
 * worse ones, singular matrices among them, the result is finite, but no inverse.
 * @param matrix float32 [N, N]
 */
export function inverse(matrix: Tensor2D, steps = 32): Tensor2D {
  const inverted = tf.customGrad((a, save) => {
    const value = newton(a as Tensor2D, steps);
    (save as (tensors: Tensor[]) => void)([value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [x] = saved as [Tensor2D];
        return tf.matMul(tf.matMul(x, dy as Tensor2D, true), x, false, true).neg();
      },
    };
  });
  return inverted(matrix) as Tensor2D;
}

function newton(a: Tensor2D, steps: number): Tensor2D {
  const rows = a.abs().sum(1).max();
  const columns = a.abs().sum(0).max();
  const twice = tf.eye(a.shape[0]).mul<Tensor2D>(2);
  let x: Tensor2D = a.transpose<Tensor2D>().div(tf.maximum(rows.mul(columns), 1e-30));
  for (let step = 0; step < steps; step++) x = tf.matMul(x, twice.sub<Tensor2D>(a.matMul(x)));
  return x;
}
