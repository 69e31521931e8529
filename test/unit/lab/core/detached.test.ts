import '../../../support/backend';
import assert from 'node:assert/strict';
import { above, detached } from '../../../../src/lab/core/detached';
import { tf } from '../../../../src/lab/core/tf';

describe('detached', () => {
  it('is a constant in the backward pass', () => {
    const squared = detached((x) => x.square());
    const slope = tf.grad((x) => squared(x).mul(x))(tf.tensor1d([3, -2]));
    assert.deepEqual([...slope.dataSync()], [9, 4]); // of x² · x with x² held constant
  });

  it('lets a comparison into a loss, which has no gradient of its own', () => {
    const x = tf.tensor1d([1, 2, 3]);
    assert.deepEqual(
      [
        ...tf
          .grad((v) => v.mul(above(v, 1.5)))(x)
          .dataSync(),
      ],
      [0, 1, 1],
    );
    const direct = tf.grad((v) => v.mul(tf.greater(v, 1.5).toFloat()));
    assert.throws(() => direct(x), /gradient function not found/);
  });

  it('compares with a tensor that has a slope, too', () => {
    const slope = tf.grad((v) => v.mul(above(v, v.mean())))(tf.tensor1d([1, 2, 6]));
    assert.deepEqual([...slope.dataSync()], [0, 0, 1]);
  });
});
