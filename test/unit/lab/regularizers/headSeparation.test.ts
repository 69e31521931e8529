import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, headSeparation } from '../../../../src/lab/regularizers/headSeparation';
import { describeRegularizer } from '../../../support/describeLoss';
import { euclidean, hinge, mean, sum, unit } from '../../../support/plain';

describeRegularizer({
  name: 'headSeparation',
  regularizer: headSeparation,
  defaults,
  columns: 12,
  paper: { heads: 3, margin: 2 },
  settings: { 'a smaller margin': { margin: 1.2 }, 'two heads': { heads: 2 } },
  oracle: (x, { heads, margin }) =>
    mean(
      x.map((row) => {
        const width = row.length / heads;
        const parts = Array.from({ length: heads }, (_, j) => unit(row.slice(width * j, width * (j + 1))));
        return sum(
          parts.flatMap((a, j) => parts.slice(j + 1).map((b) => hinge(margin - euclidean(a, b)) ** 2)),
        );
      }),
    ),
});

describe('headSeparation', () => {
  it('refuses heads that do not divide the columns', () => {
    assert.throws(
      () => headSeparation(tf.ones([2, 8])),
      new LabError('headSeparation: 3 heads do not divide rows of 8 numbers'),
    );
  });
});
