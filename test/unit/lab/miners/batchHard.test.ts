import '../../../support/backend';
import assert from 'node:assert/strict';
import { pairs } from '../../../../src/lab/core/pairs';
import { tf, type Tensor2D } from '../../../../src/lab/core/tf';
import { batchHard } from '../../../../src/lab/miners/batchHard';

describe('batchHard', () => {
  const d = () =>
    tf.tensor2d([
      [0, 2, 2, 1],
      [2, 0, 1, 5],
      [2, 1, 0, 4],
      [1, 5, 4, 0],
    ]);
  const all = () => pairs(tf.ones([4, 1]), tf.tensor1d([0, 0, 0, 1], 'int32'));

  it('keeps the farthest positive and the nearest negative, the first of equals', () => {
    const { positive, negative } = batchHard(d(), all());
    assert.deepEqual(positive.arraySync(), [
      [0, 1, 0, 0],
      [1, 0, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    assert.deepEqual(negative.sum(1).arraySync(), [1, 1, 1, 0]); // the last has no positive
  });

  it('is a constant in the backward pass', () => {
    const slope = tf.grad((x) => batchHard(x as Tensor2D, all()).positive.sum())(d());
    assert.deepEqual(new Set(slope.dataSync()), new Set([0]));
  });
});
