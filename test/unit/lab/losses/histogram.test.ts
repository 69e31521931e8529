import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, histogram, variants } from '../../../../src/lab/losses/histogram';
import { describeLoss, rightAngle } from '../../../support/describeLoss';
import { cosine, hinge, mean, partners, sum } from '../../../support/plain';

describeLoss({
  name: 'histogram',
  loss: histogram,
  defaults,
  variants,
  settings: { coarse: { nodes: 6 } },
  paper: { nodes: 151 },
  oracle: (x, y, { nodes }) => {
    const ofPairs = (kind: 'positives' | 'negatives') =>
      x.flatMap((_, i) => partners(y, i)[kind].map((j) => cosine(x[i]!, x[j]!)));
    const [positive, negative] = [ofPairs('positives'), ofPairs('negatives')];
    const share = (similarities: number[], r: number) =>
      mean(similarities.map((s) => hinge(1 - Math.abs(((s + 1) / 2) * (nodes - 1) - r))));
    const all = Array.from({ length: nodes }, (_, r) => r);
    return sum(all.map((r) => share(negative, r) * sum(all.slice(0, r + 1).map((q) => share(positive, q)))));
  },
  known: [
    {
      name: 'positives at similarity 1, negatives at 0',
      ...rightAngle,
      value: 0,
    },
    { name: 'all at similarity 1', x: [[1], [1], [1], [1]], y: [0, 0, 1, 1], value: 1 },
  ],
});

describe('histogram', () => {
  it('refuses a histogram of one node', () => {
    assert.throws(
      () => histogram(tf.ones([2, 2]), tf.tensor1d([0, 1], 'int32'), { nodes: 1 }),
      new LabError('histogram: nodes must be at least 2; got 1'),
    );
  });
});
