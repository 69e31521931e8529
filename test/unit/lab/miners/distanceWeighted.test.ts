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

  it('draws the same of many columns, piece by piece', () => {
    const [rows, columns] = [9, 700]; // eleven pieces, the last not full
    const stream = random(5, 'pieces');
    const p = Float32Array.from({ length: rows * columns }, () => Math.max(0, stream.uniform() - 0.5));
    p.fill(0, 8 * columns); // a row that sums to 0
    const uniform = Float32Array.from({ length: rows }, (_, row) => [0, 1][row] ?? stream.uniform());
    const masks = drawn(tf.tensor2d(p, [rows, columns]), tf.tensor1d(uniform)).arraySync();
    for (let row = 0; row < rows; row++) {
      const own = p.subarray(row * columns, (row + 1) * columns);
      const bound = Math.min(uniform[row]!, 1 - 2 ** -23) * own.reduce((a, b) => a + b, 0);
      let [sum, expected] = [own[0]!, 0];
      while (expected < columns && sum <= bound) sum += own[++expected] ?? 0;
      assert.equal(masks[row]!.indexOf(1), expected < columns ? expected : -1, `row ${row}`);
      assert.equal(masks[row]!.filter((each) => each > 0).length, expected < columns ? 1 : 0);
    }
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
