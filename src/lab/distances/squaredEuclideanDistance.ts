import { tf, type Tensor, type Tensor2D } from '../core/tf';

/** Part of both squared lengths below which float32 cannot tell a squared distance from 0. */
const resolution = 1e-6;

/**
 * Squared Euclidean distance of every row of `a` to every row of `b`: the smaller, the nearer.
 *
 *     d_ij = |a_i - b_j|² = |a_i|² + |b_j|² - 2 a_i · b_j
 *
 * All rows are first moved so that the mean of `b` is 0, which changes no distance and keeps small ones exact. What
 * float32 cannot tell from 0 is 0, and has slope 0. The slope is written out, for it takes a few passes where the tape
 * would compose many. A single row is taken from each of the others.
 * @param a float32 [A, D]
 * @param b float32 [B, D]
 * @returns float32 [A, B], 0 or more
 */
export function squaredEuclideanDistance(a: Tensor2D, b: Tensor2D): Tensor2D {
  if (a.shape[0] === 1) return squaredLengths(b.sub(a)).transpose();
  const squared = tf.customGrad((...args) => {
    const [x, y = x] = args.slice(0, -1) as [Tensor2D, Tensor2D?];
    const save = args.at(-1) as unknown as (tensors: Tensor[]) => void;
    const centre = y.mean(0, true); // [1, D]
    const from = x.sub<Tensor2D>(centre);
    const to = x === y ? from : y.sub<Tensor2D>(centre);
    const lengths = squaredLengths(from); // [A, 1]
    const products = tf.matMul<Tensor2D>(from.mul(-2), to, false, true); // [A, B]
    const distance = products.add<Tensor2D>(squaredLengths(to).transpose()).add<Tensor2D>(lengths);
    // Of two rows that are so near, one is as long as the other.
    const apart = tf.greater(distance, lengths.mul(2 * resolution)).toFloat();
    save([from, to, apart]);
    return {
      value: distance.mul(apart),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [left, right, counts] = saved as [Tensor2D, Tensor2D, Tensor2D];
        const weight = dy.mul<Tensor2D>(counts).mul<Tensor2D>(2);
        if (x === y) return pulled(weight.add(weight.transpose()), left, left);
        return [pulled(weight, left, right), pulled(weight.transpose(), right, left)];
      },
    };
  });
  return (a === b ? squared(a) : squared(a, b)) as Tensor2D;
}

/** float32 [A, 1] */
function squaredLengths(rows: Tensor2D): Tensor2D {
  return rows.square().sum(1, true);
}

/** Σ_j w_ij (a_i - b_j): float32 [A, D]. */
function pulled(weight: Tensor2D, a: Tensor2D, b: Tensor2D): Tensor2D {
  return a.mul(weight.sum(1, true)).sub(tf.matMul(weight, b));
}
