import '../../../support/backend';
import assert from 'node:assert/strict';
import { first, logOnePlusSumExp, logSumExp, maskedMax, maskedMin } from '../../../../src/lab/core/masked';
import { tf, type Tensor1D, type Tensor2D } from '../../../../src/lab/core/tf';
import { difference } from '../../../support/goldens';

const mask = () =>
  tf.tensor2d([
    [1, 0, 1],
    [0, 0, 0],
    [0, 1, 0],
  ]);

describe('masked', () => {
  const x = () =>
    tf.tensor2d([
      [1, 9, 2],
      [5, 6, 7],
      [-3, -200, 8],
    ]);
  const e = Math.exp;

  it('takes log(1 + Σ exp) of what the mask keeps', () => {
    const expected = [Math.log(1 + e(1) + e(2)), 0, 0];
    assert.equal(difference(logOnePlusSumExp(x(), mask()).dataSync(), expected), null);
  });

  it('takes log Σ exp of what the mask keeps, about -87 of nothing', () => {
    const expected = [Math.log(e(1) + e(2)), Math.log(1.2e-38), -200];
    assert.equal(difference(logSumExp(x(), mask()).dataSync(), expected), null);
  });

  it('neither overflows nor loses the slope, the softmax', () => {
    for (const f of [logSumExp, logOnePlusSumExp]) {
      const slope = tf.grad((v) => f(v as Tensor2D, tf.ones([1, 3])).sum())(tf.tensor2d([[1e4, 1e4, -1e4]]));
      assert.equal(difference(slope.dataSync(), [0.5, 0.5, 0]), null, f.name);
      assert.equal(
        difference(f(tf.tensor2d([[1e4, 1e4]]), tf.ones([1, 2])).dataSync(), [1e4 + Math.log(2)]),
        null,
      );
    }
  });

  it('has slope 0 where the mask keeps nothing', () => {
    for (const f of [logSumExp, logOnePlusSumExp]) {
      const slope = tf.grad((v) => f(v as Tensor2D, tf.zeros([1, 2])).sum())(tf.tensor2d([[3, 4]]));
      assert.deepEqual([...slope.dataSync()], [0, 0], f.name);
    }
  });

  it('finds the largest and the smallest of what the mask keeps', () => {
    const rows = (values: Tensor1D) => [...values.dataSync()].map((value) => value.toPrecision(3));
    assert.deepEqual(rows(maskedMax(x(), mask())), ['2.00', '-1.00e+30', '-200']);
    assert.deepEqual(rows(maskedMin(x(), mask())), ['1.00', '1.00e+30', '-200']);
  });

  it('keeps only the first 1 of a row', () => {
    assert.deepEqual(first(mask()).arraySync(), [
      [1, 0, 0],
      [0, 0, 0],
      [0, 1, 0],
    ]);
  });
});
