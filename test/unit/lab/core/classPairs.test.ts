import '../../../support/backend';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classPairs } from '../../../../src/lab/core/classPairs';
import { tf, type Tensor2D } from '../../../../src/lab/core/tf';

/** Rows that are their own numbers. */
const numbered = (count: number) => tf.range(0, count).expandDims<Tensor2D>(1);

/** The first two places of each label that has two. */
function expected(labels: readonly number[]): number[][] {
  const places = [...new Set(labels)].map((label) =>
    labels.flatMap((each, place) => (each === label ? [place] : [])),
  );
  return places.filter(({ length }) => length > 1).map((all) => all.slice(0, 2));
}

describe('classPairs', () => {
  it('finds the first two rows of each class', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 6 }), { minLength: 1, maxLength: 40 }), (labels) => {
        const y = tf.tensor1d(labels, 'int32');
        const { anchors, positives, count } = classPairs(numbered(labels.length), y);
        const [pairs] = count.dataSync();
        const [first, second] = [anchors.dataSync(), positives.dataSync()];
        const found = Array.from({ length: pairs! }, (_, at) => [first[at]!, second[at]!]);
        const inOrder = (all: number[][]) => all.toSorted(([a], [b]) => a! - b!);
        assert.deepEqual(inOrder(found), inOrder(expected(labels)));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('sends slopes back to the rows of pairs, and to no other', () => {
    const y = tf.tensor1d([5, 2, 5, 7, 2, 5, 2], 'int32');
    const slope = tf.grad((x) => {
      const { anchors, positives, count } = classPairs(x as Tensor2D, y);
      const isPair = tf.less(tf.range(0, 3), count).toFloat();
      return anchors
        .squeeze([1])
        .add(positives.squeeze([1]).mul(10))
        .mul(isPair)
        .sum();
    })(numbered(7));
    assert.deepEqual([...slope.dataSync()], [1, 1, 10, 0, 10, 0, 0]);
  });
});
