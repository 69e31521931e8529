import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, topKPrecision, variants } from '../../../../src/lab/losses/topKPrecision';
import { describeLoss } from '../../../support/describeLoss';
import { cosine, mean, partners, sum } from '../../../support/plain';

describeLoss({
  name: 'topKPrecision',
  loss: topKPrecision,
  defaults,
  variants,
  settings: { 'the first alone': { k: 1 }, 'the first two, wide': { k: 2, margin: 0.5 } },
  paper: { k: 5, margin: 0.05 },
  oracle: (x, y, { k, margin, reduction }, at) => {
    const terms = x.map((_, q) => {
      const { positives, negatives } = partners(y, q);
      const score = (rows: typeof x) => (i: number) =>
        cosine(rows[q]!, rows[i]!) + (y[i] === y[q] ? 0 : margin);
      const byScore = (i: number, j: number) => score(at)(j) - score(at)(i);
      const ofAll = [...positives, ...negatives].toSorted(byScore).slice(0, k);
      const rightFirst = [...positives.toSorted(byScore), ...negatives.toSorted(byScore)].slice(0, k);
      return sum(ofAll.map(score(x))) - sum(rightFirst.map(score(x)));
    });
    if (reduction === 'mean') return mean(terms);
    return sum([...new Set(y)].map((label) => mean(terms.filter((_, q) => y[q] === label))));
  },
  known: [
    {
      name: 'one query whose nearest is wrong: 1/√2 and the margin against 0',
      x: [
        [1, 0],
        [1, 1],
        [0, 1],
      ],
      y: [0, 1, 0],
      options: { k: 1 },
      value: (2 * (Math.SQRT1_2 + 0.05)) / 3,
    },
  ],
});

describe('topKPrecision', () => {
  it('refuses a reduction that there is not', () => {
    const options = { reduction: 'sum' } as unknown as Partial<typeof defaults>;
    assert.throws(
      () => topKPrecision(tf.ones([2, 2]), tf.tensor1d([0, 1], 'int32'), options),
      new LabError("topKPrecision: reduction must be one of mean, classes; got 'sum'"),
    );
  });
});
