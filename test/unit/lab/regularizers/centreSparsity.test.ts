import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { centreSparsity, defaults } from '../../../../src/lab/regularizers/centreSparsity';
import { difference } from '../../../support/goldens';
import { normal } from '../../../support/compiled';
import { cosine, sum } from '../../../support/plain';

describe('centreSparsity', () => {
  const rows = normal([6, 5], 4);

  it("is half the mean distance among a class's centres", () => {
    const x = rows.arraySync() as number[][];
    const between = (i: number, j: number) => Math.sqrt(2 - 2 * cosine(x[i]!, x[j]!) + defaults.epsilon);
    const expected =
      sum([0, 3].flatMap((c) => [between(c, c + 1), between(c, c + 2), between(c + 1, c + 2)])) / 12;
    assert.equal(difference(centreSparsity(tf.tensor2d(x), { centres: 3 }).dataSync(), [expected]), null);
  });

  it('is 0 with one centre, and finite with equal ones', () => {
    assert.equal(centreSparsity(tf.ones([4, 3]), { centres: 1 }).dataSync()[0], 0);
    const slope = tf.grad((w) => centreSparsity(w.as2D(4, 3), { centres: 2, epsilon: 0 }))(tf.ones([4, 3]));
    assert.ok(slope.dataSync().every(Number.isFinite));
  });

  it('refuses rows that are no whole classes', () => {
    assert.throws(
      () => centreSparsity(tf.ones([5, 3]), { centres: 2 }),
      new LabError('centreSparsity: proxies must be float32 [classes x 2, 3]; got float32 [5, 3]'),
    );
  });
});
