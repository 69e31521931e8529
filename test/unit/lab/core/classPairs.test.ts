import '../../../support/backend';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classPairs } from '../../../../src/lab/core/classPairs';
import { tf } from '../../../../src/lab/core/tf';

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
        const { anchors, positives, count } = classPairs(tf.tensor1d(labels, 'int32'));
        const [pairs] = count.dataSync();
        const [first, second] = [anchors.dataSync(), positives.dataSync()];
        const found = Array.from({ length: pairs! }, (_, at) => [first[at]!, second[at]!]);
        const inOrder = (all: number[][]) => all.toSorted(([a], [b]) => a! - b!);
        assert.deepEqual(inOrder(found), inOrder(expected(labels)));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
