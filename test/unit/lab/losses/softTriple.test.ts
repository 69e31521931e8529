import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, softTriple, variants } from '../../../../src/lab/losses/softTriple';
import { describeProxyLoss } from '../../../support/describeLoss';
import { cosine, mean, sum } from '../../../support/plain';

describeProxyLoss({
  name: 'softTriple',
  loss: softTriple,
  defaults,
  variants,
  settings: { 'two centres, no ε': { centres: 2, epsilon: 0 }, 'one centre': { centres: 1 } },
  paper: { centres: 10, lambda: 20, gamma: 0.1, delta: 0.01, tau: 0.2 },
  proxiesPerClass: ({ centres }) => centres,
  oracle: (x, y, { centres, lambda, gamma, delta, tau, epsilon }, proxies) => {
    const classes = proxies.length / centres;
    const centresOf = (c: number) => proxies.slice(c * centres, (c + 1) * centres);
    const loss = mean(
      x.map((xi, i) => {
        const logits = Array.from({ length: classes }, (_, c) => {
          const s = centresOf(c).map((w) => cosine(xi, w));
          const weights = s.map((value) => Math.exp(value / gamma));
          const similarity = sum(s.map((value, k) => value * weights[k]!)) / sum(weights);
          return lambda * (similarity - (c === y[i] ? delta : 0));
        });
        return Math.log(sum(logits.map((value) => Math.exp(value - logits[y[i]!]!))));
      }),
    );
    let spread = 0;
    for (let c = 0; c < classes; c++) {
      centresOf(c).forEach((w, t) =>
        centresOf(c)
          .slice(0, t)
          .forEach((v) => (spread += Math.sqrt(2 - 2 * cosine(w, v) + epsilon))),
      );
    }
    return loss + (centres > 1 ? (tau * spread) / (classes * centres * (centres - 1)) : 0);
  },
});

describe('softTriple', () => {
  it('refuses proxies that do not part into classes', () => {
    assert.throws(
      () => softTriple(tf.ones([2, 5]), tf.tensor1d([0, 1], 'int32'), tf.ones([7, 5]), { centres: 2 }),
      new LabError('softTriple: proxies must be float32 [classes x 2, 5]; got float32 [7, 5]'),
    );
  });

  it('has a finite slope where centres of a class are equal', () => {
    for (const epsilon of [0, 1e-5]) {
      const y = tf.tensor1d([0, 1], 'int32');
      const slope = tf.grad((w) => softTriple(tf.ones([2, 5]), y, w.as2D(4, 5), { centres: 2, epsilon }))(
        tf.ones([4, 5]),
      );
      assert.ok([...slope.dataSync()].every(Number.isFinite));
    }
  });
});
