import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, symmetricTriplet, variants } from '../../../../src/lab/losses/symmetricTriplet';
import { finiteForStrangeRows, rows, sameValueAndSlopes } from '../../../support/describeLoss';
import { hinge, mean, squaredEuclidean, unit, type Rows } from '../../../support/plain';

const odd = [2, 0, 1, 2, 1];

function oracle(x: Rows, { margin, symmetric }: typeof defaults, margins?: readonly number[]): number {
  return mean(
    odd.map((out, t) => {
      const three = x.slice(3 * t, 3 * t + 3).map(unit);
      const [a, p] = [0, 1, 2].filter((at) => at !== out).map((at) => three[at]!) as [number[], number[]];
      const n = three[out]!;
      const term = (anchor: number[]) =>
        hinge(squaredEuclidean(a, p) - squaredEuclidean(anchor, n) + (margins?.[t] ?? margin));
      return term(a) + (symmetric ? term(p) : 0);
    }),
  );
}

describe('symmetricTriplet', () => {
  const x = rows('judged', 15);
  const judged = () => tf.tensor1d(odd, 'int32');
  for (const [name, given] of Object.entries({ defaults: {}, ...variants, wide: { margin: 2 } })) {
    it(`${name}: value and slope`, () =>
      sameValueAndSlopes(
        (embeddings) => symmetricTriplet(embeddings, judged(), given),
        (embeddings) => oracle(embeddings, { ...defaults, ...given }),
        [x],
      ));
  }

  it('takes a margin for each triplet', () => {
    const margins = [0.1, 0.2, 1, 2, 3];
    sameValueAndSlopes(
      (embeddings) => symmetricTriplet(embeddings, judged(), {}, tf.tensor1d(margins)),
      (embeddings) => oracle(embeddings, defaults, margins),
      [x],
    );
  });

  it('is finite for equal rows, zeros and huge rows', () => {
    finiteForStrangeRows(15, (embeddings) => symmetricTriplet(embeddings, judged()));
  });

  it('refuses rows that are no triplets, and judgements that do not fit', () => {
    assert.throws(
      () => symmetricTriplet(tf.ones([4, 5]), tf.tensor1d([0], 'int32')),
      new LabError('symmetricTriplet: embeddings must be rows of three and three; got 4 rows'),
    );
    assert.throws(
      () => symmetricTriplet(tf.ones([6, 5]), tf.tensor1d([0], 'int32')),
      new LabError('symmetricTriplet: odd must be int32 [2]; got int32 [1]'),
    );
    assert.throws(
      () => symmetricTriplet(tf.ones([6, 5]), tf.tensor1d([0, 1], 'int32'), {}, tf.ones([3])),
      new LabError('symmetricTriplet: margins must be float32 [2]; got float32 [3]'),
    );
  });
});
