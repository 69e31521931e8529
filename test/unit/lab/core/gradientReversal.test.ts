import '../../../support/backend';
import assert from 'node:assert/strict';
import { gradientReversal } from '../../../../src/lab/core/gradientReversal';
import { tf } from '../../../../src/lab/core/tf';

describe('gradientReversal', () => {
  it('keeps the value and turns the slope round', () => {
    const x = tf.tensor1d([1, -2, 3]);
    const { value, grad } = tf.valueAndGrad((input) => gradientReversal(input, 0.5).square().sum())(x);
    assert.deepEqual([...value.dataSync()], [14]);
    assert.deepEqual([...grad.dataSync()], [-1, 2, -3]);
  });
});
