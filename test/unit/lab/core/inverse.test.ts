import '../../../support/backend';
import assert from 'node:assert/strict';
import { inverse } from '../../../../src/lab/core/inverse';
import { tf, type Tensor2D } from '../../../../src/lab/core/tf';
import { difference } from '../../../support/goldens';
import { rows, sameValueAndSlopes } from '../../../support/describeLoss';

/** The sum that the test below weighs the inverse by, for two rows. */
function ofTwo([a, b, c, d]: readonly number[]): number {
  return (4 * a! - 2 * b! - 3 * c! + d!) / (a! * d! - b! * c!);
}

describe('inverse', () => {
  it('times the matrix is the identity', () => {
    const matrix = tf.tensor2d(rows('matrix', 5).map((row) => [...row]));
    assert.equal(difference(matrix.matMul(inverse(matrix)).dataSync(), tf.eye(5).dataSync()), null);
  });

  it('has the slope of the inverse', () => {
    const two = rows('two', 2).map((row) => row.slice(0, 2));
    sameValueAndSlopes(
      (matrix) => inverse(matrix).mul(tf.tensor2d([[1, 2], [3, 4]])).sum(), // prettier-ignore
      (matrix) => ofTwo(matrix.flat()),
      [two],
    );
  });

  it('is finite for a singular matrix', () => {
    const { value, grad } = tf.valueAndGrad((matrix) => inverse(matrix as Tensor2D).sum())(tf.ones([3, 3]));
    assert.ok([...value.dataSync(), ...grad.dataSync()].every(Number.isFinite));
  });
});
