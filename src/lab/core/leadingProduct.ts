import { repeat } from './repeat';
import { tf, type Rank, type Scalar, type Tensor, type Tensor1D, type Tensor2D, type Tensor3D } from './tf';

/** Rows of a block: few beside what a product takes, and many enough to be worth one. */
const height = 128;

/**
 * a bᵀ, where only the first rows of `a` matter, and the data say how many: in blocks of rows, as many as are needed, so
 * that the others cost no time.
 * @param a float32 [A, D]
 * @param b float32 [B, D]
 * @param rows float32 [], 0 to A
 * @returns float32 [A, B]; what stands below the first rows is finite, and no slope may come back to it
 */
export function leadingProduct(a: Tensor2D, b: Tensor2D, rows: Scalar): Tensor2D {
  const blocks = Math.ceil(a.shape[0] / height);
  if (blocks === 1) return tf.matMul(a, b, false, true);
  const turns = rows.div<Scalar>(height).ceil().toInt() as Scalar;
  const product = tf.customGrad((...given) => {
    const [x, y, save] = given as unknown as [Tensor2D, Tensor2D, (tensors: Tensor[]) => void];
    save([x, y, turns]);
    return {
      value: ofBlocks(x, (block) => tf.matMul(block, y, false, true), y.shape[0], turns),
      gradFunc: (dy: Tensor2D, saved: Tensor[]) => {
        const [left, right, times] = saved as [Tensor2D, Tensor2D, Scalar];
        return [
          ofBlocks(dy, (block) => tf.matMul(block, right), a.shape[1], times),
          overBlocks(dy, left, times),
        ];
      },
    };
  });
  return product(a, b) as Tensor2D;
}

/** What `f` makes of the first blocks of rows, below one another, and zeros: float32 [A, columns]. */
function ofBlocks(
  rows: Tensor2D,
  f: (block: Tensor2D) => Tensor2D,
  columns: number,
  turns: Scalar,
): Tensor2D {
  const blocks = inBlocks(rows);
  const number = tf.range(0, blocks.shape[0], 1, 'int32').reshape([-1, 1, 1]);
  const none = tf.zeros<Rank.R3>([blocks.shape[0], height, columns]);
  const [all] = repeat(turns, [none], (turn, [last]) => [
    last!.add(
      tf
        .equal(number, turn)
        .toFloat()
        .mul(f(blockOf(blocks, turn))),
    ),
  ]) as [Tensor3D];
  return all.reshape<Tensor2D>([-1, columns]).slice(0, rows.shape[0]);
}

/** xᵀ y over the first blocks of rows: float32 [columns of x, columns of y]. */
function overBlocks(x: Tensor2D, y: Tensor2D, turns: Scalar): Tensor2D {
  const [left, right] = [inBlocks(x), inBlocks(y)];
  const none = tf.zeros<Rank.R2>([x.shape[1], y.shape[1]]);
  const [sum] = repeat(turns, [none], (turn, [last]) => [
    last!.add(tf.matMul(blockOf(left, turn), blockOf(right, turn), true)),
  ]) as [Tensor2D];
  return sum;
}

/** float32 [blocks, height, columns], with zeros at the end of the last. */
function inBlocks(rows: Tensor2D): Tensor3D {
  const missing = -rows.shape[0] % height;
  const whole =
    missing === 0
      ? rows
      : rows.pad<Tensor2D>([
          [0, height + missing],
          [0, 0],
        ]);
  return whole.reshape<Tensor3D>([-1, height, rows.shape[1]]);
}

function blockOf(blocks: Tensor3D, turn: Tensor): Tensor2D {
  return tf.gather<Tensor>(blocks, turn as Tensor1D) as Tensor2D;
}
