import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { everyOther } from '../../../../src/lab/core/pairs';
import { tf, type Tensor1D, type Tensor2D } from '../../../../src/lab/core/tf';
import { defaults, margin, variants } from '../../../../src/lab/losses/margin';
import { normal } from '../../../support/compiled';
import { describeProxyLoss } from '../../../support/describeLoss';
import { difference } from '../../../support/goldens';
import { distanceOf, hinge, partners, sum, type Rows } from '../../../support/plain';

/** Boundaries of the classes from the first numbers of three rows. */
const ofRows = (rows: Rows) => rows.map(([first]) => first!);

describeProxyLoss({
  name: 'margin',
  loss: (x, y, rows, options) =>
    tf.tidy(() => {
      const first = rows.slice([0, 0], [rows.shape[0], 1]);
      return margin(x, y, first.reshape([rows.shape[0]]) as Tensor1D, options);
    }),
  defaults,
  variants,
  settings: { 'boundaries weighed, raw': { nu: 0.3, normalise: false, margin: 0.5 } },
  paper: { margin: 0.2, nu: 0, distance: 'euclidean', normalise: true },
  proxiesPerClass: () => 1,
  oracle: (x, y, options, rows) => {
    const beta = ofRows(rows);
    const d = (i: number, j: number) => distanceOf(options)(x[i]!, x[j]!);
    let [total, active] = [0, 0];
    const add = (times: number, violation: number) => {
      total += times * hinge(violation);
      active += violation > 0 ? times : 0;
    };
    x.forEach((_, i) => {
      const { positives, negatives } = partners(y, i);
      const times = options.counting === 'pairs' ? [1, 1] : [negatives.length, positives.length];
      const own = beta[y[i]!]!;
      for (const j of positives) add(times[0]!, d(i, j) - own + options.margin);
      for (const j of negatives) add(times[1]!, own - d(i, j) + options.margin);
    });
    const penalty = x.map((_, i) => {
      const { positives, negatives } = partners(y, i);
      return beta[y[i]!]! * positives.length * (options.counting === 'pairs' ? 1 : negatives.length);
    });
    return active > 0 ? (total + options.nu * sum(penalty)) / active : 0;
  },
});

describe('margin', () => {
  const x = normal<Tensor2D>([6, 4], 1);
  const y = tf.tensor1d([0, 0, 1, 1, 2, 2], 'int32');

  it('has one boundary for all classes where there is one number', () => {
    const [one, each] = [tf.tensor1d([1.2]), tf.tensor1d([1.2, 1.2, 1.2])];
    assert.equal(difference(margin(x, y, one).dataSync(), margin(x, y, each).dataSync()), null);
    const [slope] = tf.grads((b) => margin(x, y, b as Tensor1D))([one]);
    const [slopes] = tf.grads((b) => margin(x, y, b as Tensor1D))([each]);
    assert.equal(difference(slope!.dataSync(), slopes!.sum().dataSync()), null);
  });

  it('takes pairs from a reference', () => {
    const reference = { embeddings: x, labels: y, comparable: everyOther(6) };
    const beta = tf.tensor1d([1]);
    assert.equal(
      difference(margin(x, y, beta, {}, reference).dataSync(), margin(x, y, beta).dataSync()),
      null,
    );
  });

  it('refuses boundaries that are no row of numbers', () => {
    assert.throws(
      () => margin(x, y, tf.ones([3, 1]) as unknown as Tensor1D),
      new LabError('margin: beta must be float32 [classes] or [1]; got float32 [3, 1]'),
    );
  });
});
