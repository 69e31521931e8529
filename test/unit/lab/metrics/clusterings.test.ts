import assert from 'node:assert/strict';
import { random, shuffled } from '../../../../src/lab/core/random';
import { adjustedMutualInformation } from '../../../../src/lab/metrics/adjustedMutualInformation';
import { adjustedRandIndex } from '../../../../src/lab/metrics/adjustedRandIndex';
import { normalisedMutualInformation } from '../../../../src/lab/metrics/normalisedMutualInformation';
import { pairF1 } from '../../../../src/lab/metrics/pairF1';

const scores = { normalisedMutualInformation, adjustedMutualInformation, adjustedRandIndex, pairF1 };

describe('scores of clusterings', () => {
  const near = (actual: number, expected: number) =>
    assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}, not ${expected}`);

  it('are right where they can be worked by hand', () => {
    const [labels, clusters] = [
      [0, 0, 1, 1],
      [0, 0, 0, 1],
    ];
    // I = H(classes) + H(clusters) - H(both); both: 2, 1, 1 of 4.
    const [h, k, both] = [Math.log(2), Math.log(4) - 0.75 * Math.log(3), 1.5 * Math.log(2)];
    near(normalisedMutualInformation(labels, clusters), (h + k - both) / ((h + k) / 2));
    // Whichever item stands alone, the information is the same: nothing but chance.
    near(adjustedMutualInformation(labels, clusters), 0);
    near(adjustedRandIndex(labels, clusters), 0);
    near(pairF1(labels, clusters), 2 / 5); // One of 3 found pairs, one of 2 sought.
  });

  for (const [name, score] of Object.entries(scores)) {
    it(`${name} is 1 for the classes by other names, whatever the order`, () => {
      const stream = random(5, name);
      const labels = Array.from({ length: 60 }, () => stream.integer(7));
      near(
        score(
          labels,
          labels.map((label) => 100 - label),
        ),
        1,
      );
      const clusters = labels.map((label) => (stream.uniform() < 0.5 ? label : stream.integer(7)));
      const order = shuffled(labels.keys(), stream);
      const moved = score(
        order.map((at) => labels[at]!),
        order.map((at) => clusters[at]!),
      );
      near(moved, score(labels, clusters));
      near(score(clusters, labels), score(labels, clusters));
    });

    it(`${name} is finite at the edges, and refuses what does not fit`, () => {
      const [one, own] = [
        [3, 3, 3],
        [0, 1, 2],
      ];
      for (const [labels, clusters] of [
        [one, one],
        [one, own],
        [own, one],
        [own, own],
        [[1], [1]],
      ] as const) {
        const value = score(labels, clusters);
        assert.ok(value >= 0 && value <= 1, `${name}: ${value}`);
      }
      assert.throws(() => score([1, 2], [1]), /got 2 labels, 1 clusters/);
      assert.throws(() => score([], []), /got 0 labels/);
    });
  }

  it('that are adjusted are about 0 by chance', () => {
    const stream = random(6, 'chance');
    const [labels, clusters] = [0, 1].map(() => Array.from({ length: 400 }, () => stream.integer(40)));
    assert.ok(normalisedMutualInformation(labels!, clusters!) > 0.4);
    assert.ok(Math.abs(adjustedMutualInformation(labels!, clusters!)) < 0.05);
    assert.ok(Math.abs(adjustedRandIndex(labels!, clusters!)) < 0.02);
  });
});
