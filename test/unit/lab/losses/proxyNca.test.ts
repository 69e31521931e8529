import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, proxyNca, variants } from '../../../../src/lab/losses/proxyNca';
import { describeProxyLoss } from '../../../support/describeLoss';
import { mean, squaredEuclidean, sum, unit } from '../../../support/plain';

describeProxyLoss({
  name: 'proxyNca',
  loss: proxyNca,
  defaults,
  variants,
  settings: { 'scale 9': { scale: 9 } },
  paper: { scale: 1, ownInDenominator: false },
  proxiesPerClass: () => 1,
  oracle: (x, y, { scale, ownInDenominator }, proxies) =>
    mean(
      x.map((xi, i) => {
        const weights = proxies.map((p) => Math.exp(-scale * squaredEuclidean(unit(xi), unit(p))));
        const below = weights.filter((_, c) => ownInDenominator || c !== y[i]);
        return -Math.log(weights[y[i]!]! / sum(below));
      }),
    ),
});

describe('proxyNca', () => {
  const y = () => tf.tensor1d([0, 0], 'int32');

  it('refuses proxies of another dimension', () => {
    assert.throws(
      () => proxyNca(tf.ones([2, 5]), y(), tf.ones([3, 4])),
      new LabError('proxyNca: proxies must be float32 [classes, 5]; got float32 [3, 4]'),
    );
  });

  it('refuses a single class', () => {
    assert.throws(
      () => proxyNca(tf.ones([2, 5]), y(), tf.ones([1, 5])),
      new LabError('proxyNca: needs proxies of at least 2 classes; got 1'),
    );
  });
});
