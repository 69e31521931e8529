import assert from 'node:assert/strict';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, rankedList, variants } from '../../../../src/lab/losses/rankedList';
import { describeLoss } from '../../../support/describeLoss';
import { euclidean, mean, partners, sum, unit } from '../../../support/plain';

describeLoss({
  name: 'rankedList',
  loss: rankedList,
  defaults,
  variants,
  settings: { 'both sides weighted': { positiveTemperature: 3, positiveWeight: 0.7, negativeWeight: 0.3 } },
  paper: { alpha: 1.2, margin: 0.4, negativeTemperature: 10, positiveTemperature: 0 },
  oracle: (x, y, options, at) => {
    const paper = options.form === 'paper';
    const side = (temperature: number, violation: (from: typeof x, j: number) => number, js: number[]) => {
      const active = js.filter((j) => violation(x, j) > 0);
      const weights = active.map((j) => Math.exp(temperature * violation(paper ? at : x, j)));
      const divisor = {
        paper: sum(weights) || 1,
        fehervari: Math.max(1, sum(weights)),
        pml: sum(weights) + 1e-5 * x.length,
      }[options.form];
      return sum(active.map((j, k) => weights[k]! * violation(x, j))) / divisor;
    };
    const terms = x.map((_, i) => {
      const { positives, negatives } = partners(y, i);
      const distance = (from: typeof x, j: number) => euclidean(unit(from[i]!), unit(from[j]!));
      const tooFar = (from: typeof x, j: number) => distance(from, j) - (options.alpha - options.margin);
      const tooNear = (from: typeof x, j: number) => options.alpha - distance(from, j);
      return (
        options.positiveWeight * side(options.positiveTemperature, tooFar, positives) +
        options.negativeWeight * side(options.negativeTemperature, tooNear, negatives)
      );
    });
    return mean(options.form === 'fehervari' ? terms.filter((term) => term > 0) : terms);
  },
});

describe('rankedList', () => {
  it('punishes a collapsed batch, but for the form that leaves pairs at distance 0 out', () => {
    const y = tf.tensor1d([0, 0, 1, 1], 'int32');
    const value = (options: Partial<typeof defaults>) =>
      rankedList(tf.ones([4, 3]), y, options).dataSync()[0]!;
    assert.ok(Math.abs(value({}) - 0.5 * 1.2) < 1e-6);
    assert.equal(value({ form: 'pml' }), 0);
  });

  it('does not overflow at a high temperature', () => {
    const y = tf.tensor1d([0, 0, 1, 1], 'int32');
    const value = rankedList(tf.ones([4, 3]), y, { negativeTemperature: 1000 }).dataSync()[0]!;
    assert.ok(Math.abs(value - 0.6) < 1e-6, String(value));
  });
});
