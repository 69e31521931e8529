import assert from 'node:assert/strict';
import { verdict } from '../../../src/statistics/verdict';

describe('verdict', () => {
  // t(0.975, 4) = 2.776: the differences 1..5 have mean 3 and interval 3 ± 2.776 · √2.5 / √5.
  it('is supported where the interval of the differences lies above 0', () => {
    const found = verdict([11, 12, 13, 14, 15], [10, 10, 10, 10, 10]);
    assert.equal(found?.state, 'supported');
    assert.equal(found.mean, 3);
    assert.ok(Math.abs(found.interval![0] - (3 - 2.776445 * Math.sqrt(0.5))) < 1e-5);
    assert.equal(found.pairsToDecide, null);
  });

  it('is not supported where it lies below', () => {
    assert.equal(verdict([10, 10, 10], [14, 15, 16])?.state, 'not supported');
  });

  it('is undecided where it holds 0, and says how many pairs would decide', () => {
    const found = verdict([2, -1, 2], [0, 0, 0])!;
    assert.equal(found.state, 'undecided');
    // Mean 1, deviation √3: 1 > t(n - 1) · √3 / √n first at 15.
    assert.equal(found.pairsToDecide, 15);
  });

  it('does not foresee what would decide between equals', () => {
    assert.deepEqual(verdict([1, 2], [1, 2]), {
      ...{ state: 'undecided', pairs: 2, mean: 0, interval: [0, 0], pairsToDecide: null },
    });
  });

  it('never decides on differences that are all equal, but for rounding', () => {
    for (const better of [
      [0.72, 0.7],
      [0.722, 0.702],
    ]) {
      const found = verdict(better, [0.7, 0.68])!;
      assert.deepEqual([found.state, found.pairsToDecide], ['undecided', null]);
    }
  });

  it('never decides on a single pair', () => {
    const found = verdict([5], [1]);
    assert.deepEqual([found?.state, found?.interval, found?.pairsToDecide], ['undecided', null, null]);
  });

  it('has nothing to say without pairs', () => {
    assert.equal(verdict([], []), null);
  });
});
