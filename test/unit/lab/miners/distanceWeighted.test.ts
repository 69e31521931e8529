import '../../../support/backend';
import assert from 'node:assert/strict';
import { random } from '../../../../src/lab/core/random';
import { tf } from '../../../../src/lab/core/tf';
import { distanceWeighted, drawn } from '../../../../src/lab/miners/distanceWeighted';
import { difference } from '../../../support/goldens';

describe('distanceWeighted', () => {
  it('weighs by the inverse of the density, from the cutoff on, within reach', () => {
    const distances = [0.1, 0.5, 0.9, 1.3, 1.5];
    const dimension = 8;
    const density = (d: number) => d ** (dimension - 2) * (1 - (d * d) / 4) ** ((dimension - 3) / 2);
    const weights = [0, 1 / density(0.5), 1 / density(0.9), 1 / density(1.3), 0]; // the first is no negative
    const total = weights.reduce((a, b) => a + b);
    const p = distanceWeighted(tf.tensor2d([distances]), tf.tensor2d([[0, 1, 1, 1, 1]]), dimension);
    assert.equal(
      difference(
        p.dataSync(),
        weights.map((weight) => weight / total),
      ),
      null,
    );
  });

  it('stays finite in many dimensions, and gives nothing where no negative is in reach', () => {
    const d = tf.tensor2d([
      [0, 2, 0.5],
      [1.9, 2, 1.6],
    ]);
    const p = distanceWeighted(d, tf.ones([2, 3]), 2048).arraySync();
    assert.deepEqual(p, [
      [0.5, 0, 0.5],
      [0, 0, 0],
    ]);
  });

  it('refuses an option that it does not have', () => {
    assert.throws(
      () => distanceWeighted(tf.ones([1, 1]), tf.ones([1, 1]), 8, { cutOff: 1 } as object),
      /distanceWeighted: no option 'cutOff'; it has cutoff, nonzeroLossCutoff/,
    );
  });
});

describe('drawn', () => {
  it('draws each column as often as its probability says', () => {
    const p = [0.1, 0, 0.6, 0.3];
    const count = 4000;
    const stream = random(3, 'draws');
    const uniform = tf.tensor1d(Float32Array.from({ length: count }, () => stream.uniform()));
    const masks = drawn(tf.tile(tf.tensor2d([p]), [count, 1]), uniform);
    assert.deepEqual(new Set(masks.sum(1).dataSync()), new Set([1]));
    const shares = masks.mean(0).dataSync();
    // 4 standard deviations of a share of 0.6 in 4000 draws are 0.031.
    p.forEach((expected, column) => assert.ok(Math.abs(shares[column]! - expected) < 0.031, `${shares}`));
    assert.equal(shares[1], 0);
  });

  it('draws the first and the last column at the ends of the interval, and nothing from nothing', () => {
    const p = tf.tensor2d([
      [0.5, 0.25, 0.25],
      [0.5, 0.25, 0.25],
      [0, 0, 0],
    ]);
    assert.deepEqual(drawn(p, tf.tensor1d([0, 1, 0.5])).arraySync(), [
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 0],
    ]);
  });
});
