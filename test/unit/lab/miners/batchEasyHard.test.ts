import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { pairs } from '../../../../src/lab/core/pairs';
import { tf } from '../../../../src/lab/core/tf';
import { batchEasyHard, type defaults } from '../../../../src/lab/miners/batchEasyHard';
import { batchHard } from '../../../../src/lab/miners/batchHard';

type Options = Partial<typeof defaults>;

/** Points on a line, so that distances are easy to see: 0 and 1 and 4 of one class, 2 and 6 of another. */
const places = [0, 1, 4, 2, 6];
const labels = tf.tensor1d([0, 0, 0, 1, 1], 'int32');
const distance = tf.tensor2d(places.map((a) => places.map((b) => Math.abs(a - b))));
const all = pairs(tf.zeros([5, 1]), labels);

/** Which positive and which negative the first row keeps, by their place. */
function ofFirst(options: Options) {
  const mined = batchEasyHard(distance, all, options);
  const kept = (mask: typeof mined.positive) => places.filter((_, j) => mask.arraySync()[0]![j] === 1);
  return [kept(mined.positive), kept(mined.negative)];
}

describe('batchEasyHard', () => {
  it('takes the nearest and the nearest farther one by default', () => {
    assert.deepEqual(ofFirst({}), [[1], [2]]);
  });

  it('takes each kind by its rule', () => {
    assert.deepEqual(ofFirst({ positives: 'hard', negatives: 'hard' }), [[4], [2]]);
    assert.deepEqual(ofFirst({ positives: 'hard', negatives: 'semiHard' }), [[4], [6]]);
    assert.deepEqual(ofFirst({ positives: 'semiHard', negatives: 'hard' }), [[1], [2]]);
    assert.deepEqual(ofFirst({ positives: 'semiHard', negatives: 'easy' }), [[4], [6]]);
    assert.deepEqual(ofFirst({ positives: 'all', negatives: 'easy' }), [[1, 4], [6]]);
  });

  it('is batch-hard where both are hard', () => {
    const [mined, hardest] = [
      batchEasyHard(distance, all, { positives: 'hard', negatives: 'hard' }),
      batchHard(distance, all),
    ];
    assert.deepEqual(mined.positive.arraySync(), hardest.positive.arraySync());
    assert.deepEqual(mined.negative.arraySync(), hardest.negative.arraySync());
  });

  it('refuses semi-hard beside what is no single pair, and a word that it does not know', () => {
    assert.throws(
      () => batchEasyHard(distance, all, { positives: 'all', negatives: 'semiHard' }),
      new LabError(
        "batchEasyHard: positives 'all' and negatives 'semiHard': semi-hard needs a single pair on the other side; take easy or hard there",
      ),
    );
    assert.throws(
      () => batchEasyHard(distance, all, { positives: 'harder' } as object),
      new LabError("batchEasyHard: positives must be one of easy, hard, semiHard, all; got 'harder'"),
    );
  });
});
