import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, tripletUpperBound, variants } from '../../../../src/lab/losses/tripletUpperBound';
import { describeProxyLoss, rows } from '../../../support/describeLoss';
import { distanceOf, euclidean, partners, sum } from '../../../support/plain';

describeProxyLoss({
  name: 'tripletUpperBound',
  loss: tripletUpperBound,
  defaults,
  variants,
  settings: { 'the factor of 12 samples': { samples: 12 } },
  paper: {},
  proxiesPerClass: () => 1,
  oracle: (x, y, { samples, ...set }, centroids) => {
    const between = distanceOf(set);
    const classes = centroids.length;
    const total = sum(
      x.map((xi, i) => {
        const d = centroids.map((c) => between(xi, c));
        return d[y[i]!]! - sum(d.filter((_, c) => c !== y[i])) / (3 * (classes - 1));
      }),
    );
    if (samples === null) return total / x.length;
    return 3 * (classes - 1) * (samples / classes - 1) * (samples / classes) * total;
  },
});

describe('tripletUpperBound', () => {
  it('bounds the sum over all triplets of a balanced batch', () => {
    const y = [0, 0, 0, 1, 1, 1, 2, 2, 2];
    const x = rows('bound', y.length);
    const centroids = rows('bound of centroids', 3);
    const triplets = x.map((xi, i) => {
      const { positives, negatives } = partners(y, i);
      const [near, far] = [positives, negatives].map((all) => all.map((j) => euclidean(xi, x[j]!)));
      return near!.length === 0 ? 0 : sum(near!) * far!.length - sum(far!) * near!.length;
    });
    const bound = tripletUpperBound(
      tf.tensor2d(x.map((row) => [...row])),
      tf.tensor1d(y, 'int32'),
      tf.tensor2d(centroids.map((row) => [...row])),
      { samples: y.length, normalise: false },
    );
    assert.ok(sum(triplets) < bound.dataSync()[0]!, `${sum(triplets)}, bound ${bound.dataSync()[0]}`);
  });

  it('refuses a single class, and fewer samples than make a triplet', () => {
    const y = tf.tensor1d([0, 0], 'int32');
    assert.throws(
      () => tripletUpperBound(tf.ones([2, 5]), y, tf.ones([1, 5])),
      new LabError('tripletUpperBound: needs centroids of at least 2 classes; got 1'),
    );
    assert.throws(
      () => tripletUpperBound(tf.ones([2, 5]), y, tf.ones([3, 5]), { samples: 3 }),
      new LabError(
        'tripletUpperBound: samples must be more than the 3 classes, or there is no triplet; got 3',
      ),
    );
  });
});
