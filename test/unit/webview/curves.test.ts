import assert from 'node:assert/strict';
import fc from 'fast-check';
import { align, sampleRows, smooth, type Point } from '../../../src/webview/model/curves';

describe('smoothing', () => {
  it('with weight 0 changes nothing', () => {
    const points: Point[] = [
      [1, 3],
      [2, 5],
    ];
    assert.deepEqual(smooth(points, 0), points);
  });

  it('begins at the first value, not at zero', () => {
    assert.equal(smooth([[1, 3]], 0.9)[0]![1].toFixed(12), '3.000000000000');
  });

  it('is the weighted mean of the values so far', () => {
    const [, second] = smooth(
      [
        [1, 2],
        [2, 4],
      ],
      0.5,
    );
    assert.ok(Math.abs(second![1] - (0.25 * 2 + 0.5 * 4) / 0.75) < 1e-12);
  });

  it('leaves a value that is no number where it is and goes on after it', () => {
    const smoothed = smooth(
      [
        [1, 2],
        [2, NaN],
        [3, 2],
      ],
      0.8,
    );
    assert.ok(Number.isNaN(smoothed[1]![1]));
    assert.ok(Math.abs(smoothed[2]![1] - 2) < 1e-12);
  });

  it('stays between the lowest and the highest value', () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 0.99, noNaN: true }), (column, weight) => {
        const smoothed = smooth(
          column.map((value, step) => [step, value] as const),
          weight,
        );
        const [low, high] = [Math.min(...column) - 1e-6, Math.max(...column) + 1e-6];
        return smoothed.every(([, value]) => value >= low && value <= high);
      }),
      { seed: 7 },
    );
  });
});

describe('aligned curves', () => {
  it('share an ascending axis and have a gap where a curve has no value', () => {
    const aligned = align([
      [
        [20, 2],
        [10, 1],
      ],
      [
        [10, 5],
        [30, NaN],
      ],
    ]);
    assert.deepEqual(aligned, {
      steps: [10, 20, 30],
      values: [
        [1, 2, null],
        [5, null, null],
      ],
    });
  });

  it('take the later of two values at one step', () => {
    assert.deepEqual(
      align([
        [
          [1, 1],
          [1, 2],
        ],
      ]).values,
      [[2]],
    );
  });

  it('are sampled evenly from first to last', () => {
    const steps = Array.from({ length: 1000 }, (_, index) => index);
    const sampled = sampleRows({ steps, values: [steps] }, 40);
    assert.equal(sampled.steps.length, 40);
    assert.equal(sampled.steps[0], 0);
    assert.equal(sampled.steps.at(-1), 999);
    assert.deepEqual(sampled.values[0], sampled.steps);
    assert.deepEqual(sampleRows({ steps: [1, 2], values: [[3, 4]] }, 40), {
      steps: [1, 2],
      values: [[3, 4]],
    });
  });
});
