import '../../../support/backend';
import assert from 'node:assert/strict';
import { pairs } from '../../../../src/lab/core/pairs';
import { tf } from '../../../../src/lab/core/tf';

describe('pairs', () => {
  it('parts a batch into pairs of one class and of two, a row with itself being none', () => {
    const { positive, negative } = pairs(tf.ones([3, 2]), tf.tensor1d([4, 7, 4], 'int32'));
    assert.deepEqual(positive.arraySync(), [
      [0, 0, 1],
      [0, 0, 0],
      [1, 0, 0],
    ]);
    assert.deepEqual(negative.arraySync(), [
      [0, 1, 0],
      [1, 0, 1],
      [0, 1, 0],
    ]);
  });

  it('compares with a reference, as far as it may be compared', () => {
    const reference = {
      embeddings: tf.tensor2d([0, 0, 0, 0, 0, 0], [3, 2]),
      labels: tf.tensor1d([7, 4, -1], 'int32'),
      comparable: tf.tensor2d([
        [1, 1, 0],
        [0, 1, 0],
      ]),
    };
    const { others, positive, negative } = pairs(tf.ones([2, 2]), tf.tensor1d([4, 7], 'int32'), reference);
    assert.equal(others, reference.embeddings);
    assert.deepEqual(positive.arraySync(), [
      [0, 1, 0],
      [0, 0, 0],
    ]);
    assert.deepEqual(negative.arraySync(), [
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });
});
