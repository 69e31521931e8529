import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, proxyTriplet, variants } from '../../../../src/lab/losses/proxyTriplet';
import { describeProxyLoss } from '../../../support/describeLoss';
import { hinge, mean, squaredEuclidean, sum, unit } from '../../../support/plain';

describeProxyLoss({
  name: 'proxyTriplet',
  loss: proxyTriplet,
  defaults,
  variants,
  paper: {},
  proxiesPerClass: () => 1,
  oracle: (x, y, { margin, length, average }, proxies) =>
    mean(
      x.map((xi, i) => {
        const d = proxies.map((p) => length ** 2 * squaredEuclidean(unit(xi), unit(p)));
        const terms = d.filter((_, c) => c !== y[i]).map((other) => hinge(d[y[i]!]! - other + margin));
        return average ? mean(terms) : sum(terms);
      }),
    ),
});

describe('proxyTriplet', () => {
  it('refuses a single class', () => {
    assert.throws(
      () => proxyTriplet(tf.ones([2, 5]), tf.tensor1d([0, 0], 'int32'), tf.ones([1, 5])),
      new LabError('proxyTriplet: needs proxies of at least 2 classes; got 1'),
    );
  });
});
