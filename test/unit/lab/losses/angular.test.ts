import { angular, defaults, variants } from '../../../../src/lab/losses/angular';
import { nPair } from '../../../../src/lab/losses/nPair';
import { describeLoss, rightAngle } from '../../../support/describeLoss';
import { dot, mean, partners, unit } from '../../../support/plain';
import assert from 'node:assert/strict';
import { everyOther } from '../../../../src/lab/core/pairs';
import { tf } from '../../../../src/lab/core/tf';
import { difference } from '../../../support/goldens';
import { normal } from '../../../support/compiled';

const { withNPair, ...single } = variants;

describeLoss({
  name: 'angular',
  loss: angular,
  defaults,
  variants: single,
  settings: { 'wide angle, weighed': { alpha: 55, weight: 3 } },
  paper: { alpha: 45, weight: 1, nPairWeight: 0 },
  oracle: (x, y, { alpha, weight, normaliseNegatives }) => {
    const t = Math.tan((alpha / 180) * Math.PI) ** 2;
    const terms = x.flatMap((_, a) => {
      const { positives, negatives } = partners(y, a);
      return positives.map((p) => {
        const [xa, xp] = [unit(x[a]!), unit(x[p]!)];
        const exponents = negatives.map((n) => {
          const xn = normaliseNegatives ? unit(x[n]!) : x[n]!;
          return 4 * t * (dot(xa, xn) + dot(xp, xn)) - 2 * (1 + t) * dot(xa, xp);
        });
        return Math.log1p(exponents.reduce((sum, f) => sum + Math.exp(f), 0));
      });
    });
    return weight * mean(terms);
  },
  known: [
    {
      name: 'two tight classes at right angles: exponents -4, two negatives',
      ...rightAngle,
      value: Math.log(1 + 2 * Math.exp(-4)),
    },
  ],
});

describe('angular', () => {
  const x = normal<ReturnType<typeof tf.tensor2d>>([8, 5], 3);
  const y = tf.tensor1d([0, 1, 2, 0, 1, 2, 3, 3], 'int32');

  it('adds N-pair of raw embeddings', () => {
    const sum = nPair(x, y).add(angular(x, y).mul(2));
    assert.equal(difference(angular(x, y, withNPair).dataSync(), sum.dataSync()), null);
  });

  it('takes positives and negatives from a reference', () => {
    const all = angular(x, y);
    const shuffled = [3, 1, 7, 0, 2, 6, 5, 4];
    const order = tf.tensor1d(shuffled, 'int32');
    const reference = {
      embeddings: x.gather(order),
      labels: y.gather(order),
      comparable: everyOther(8).gather(order, 1),
    };
    assert.equal(difference(angular(x, y, {}, reference).dataSync(), all.dataSync()), null);
  });
});
