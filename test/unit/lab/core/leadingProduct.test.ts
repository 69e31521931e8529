import assert from 'node:assert/strict';
import { leadingProduct } from '../../../../src/lab/core/leadingProduct';
import { tf, type Rank, type Scalar, type Tensor2D } from '../../../../src/lab/core/tf';
import { normal, sameCompiled, sameTensor } from '../../../support/compiled';

/** Blocks are 128 rows high: three of them, the last not full. */
const [height, columns] = [300, 40];

describe('leadingProduct', () => {
  for (const rows of [0, 1, 128, 129, 300]) {
    const leading = tf.less(tf.range(0, height), rows).toFloat().expandDims<Tensor2D>(1);
    const a = normal<Tensor2D>([height, 5], 1).mul<Tensor2D>(leading);
    const b = normal<Tensor2D>([columns, 5], 2);
    const count = tf.scalar(rows);
    const weights = normal<Tensor2D>([height, columns], 3).mul<Tensor2D>(leading);

    it(`is the product with its slopes where ${rows} rows are not 0`, () => {
      const by = (product: (x: Tensor2D, y: Tensor2D) => Tensor2D) =>
        tf.grads((x, y) =>
          product(x as Tensor2D, y as Tensor2D)
            .mul(weights)
            .sum(),
        )([a, b]);
      const plain = (x: Tensor2D, y: Tensor2D) => tf.matMul<Tensor2D>(x, y, false, true);
      sameTensor(leadingProduct(a, b, count), plain(a, b), 1e-6);
      const actual = by((x, y) => leadingProduct(x, y, count));
      by(plain).forEach((slope, at) => sameTensor(actual[at]!, slope, 1e-6));
    });

    it(`is the same compiled, for ${rows} rows`, () =>
      sameCompiled([a, b, count], (x, y, n) => leadingProduct(x as Tensor2D, y as Tensor2D, n as Scalar)));
  }

  it('leaves out the rows below, but for those of the last block', () => {
    const ones = tf.ones<Rank.R2>([height, 5]);
    const product = leadingProduct(ones, ones, tf.scalar(1)).arraySync();
    assert.deepEqual([product[127]![0], product[128]![0]], [5, 0]);
  });
});
