import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, fastAp } from '../../../../src/lab/losses/fastAp';
import { describeLoss, rightAngle } from '../../../support/describeLoss';
import { hinge, mean, partners, squaredEuclidean, sum, unit } from '../../../support/plain';

describeLoss({
  name: 'fastAp',
  loss: fastAp,
  defaults,
  settings: { 'few bins': { bins: 3 }, 'a single bin': { bins: 1 } },
  paper: { bins: 10 },
  oracle: (x, y, { bins }) => {
    const nodes = Array.from({ length: bins + 1 }, (_, j) => (4 * j) / bins);
    const terms = x.flatMap((_, q) => {
      const { positives, negatives } = partners(y, q);
      const count = (members: number[], node: number) =>
        sum(
          members.map((i) => {
            const away = Math.abs(squaredEuclidean(unit(x[q]!), unit(x[i]!)) - node);
            return hinge(1 - (away * bins) / 4);
          }),
        );
      const upTo = (members: number[], j: number) =>
        sum(nodes.slice(0, j + 1).map((node) => count(members, node)));
      const parts = nodes.map((node, j) => {
        const near = upTo(positives, j);
        const all = near + upTo(negatives, j);
        return all > 0 ? (count(positives, node) * near) / all : 0;
      });
      return positives.length > 0 ? [1 - sum(parts) / positives.length] : [];
    });
    return mean(terms);
  },
  known: [
    {
      name: 'the positive in the first node, the negatives two nodes on',
      ...rightAngle,
      value: 0,
    },
    {
      name: 'all in one node: precision 1/3',
      x: [[1], [1], [1], [1]],
      y: [0, 0, 1, 1],
      value: 2 / 3,
    },
  ],
});

describe('fastAp', () => {
  it('refuses a number of bins that is none', () => {
    assert.throws(
      () => fastAp(tf.ones([2, 2]), tf.tensor1d([0, 1], 'int32'), { bins: 0 }),
      new LabError('fastAp: bins must be a whole number of at least 1; got 0'),
    );
  });
});
