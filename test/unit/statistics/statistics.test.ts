import assert from 'node:assert/strict';
import { studentTCriticalValue, studentTPValue } from '../../../src/statistics/studentT';
import { pairedT } from '../../../src/statistics/inference/pairedT';
import { summarise } from '../../../src/statistics/inference/summarise';
import { welchT } from '../../../src/statistics/inference/welchT';
import { wilcoxon } from '../../../src/statistics/inference/wilcoxon';

const near = (actual: number, expected: number) =>
  assert.ok(
    Math.abs(actual - expected) <= 1e-8 * Math.max(1, Math.abs(expected)),
    `${actual}, not ${expected}`,
  );

describe('statistics of runs', () => {
  it("knows Student's t where it has a closed form", () => {
    for (const t of [0, 0.1, 1, 3, 1e3]) {
      near(studentTPValue(t, 1), 1 - (2 / Math.PI) * Math.atan(t)); // Cauchy
      near(studentTPValue(t, 2), 1 - t / Math.sqrt(2 + t * t));
    }
    for (const freedom of [1, 2, 4, 9, 30, 1000]) {
      for (const p of [1, 0.5, 0.05, 1e-6])
        near(studentTPValue(studentTCriticalValue(p, freedom), freedom), p);
    }
    assert.equal(studentTPValue(Infinity, 3), 0);
  });

  it('says nothing where there is nothing to say', () => {
    assert.equal(summarise([]), null);
    assert.deepEqual(summarise([3]), { n: 1, mean: 3, deviation: null, standardError: null, interval: null });
    assert.deepEqual(summarise([3, 3])?.interval, [3, 3]);
    assert.equal(pairedT([1, 2], [0, 1]), null);
    assert.equal(pairedT([], []), null);
    assert.equal(welchT([1], [2, 3]), null);
    assert.equal(welchT([1, 1], [2, 2]), null);
    assert.equal(wilcoxon([1, 2], [1, 2]), null);
    assert.throws(() => pairedT([1], [1, 2]), /one length; got 1 and 2/);
  });

  it('widens the interval with the confidence', () => {
    const [low, high] = summarise([1, 2, 3], 0.99)!.interval!;
    near(high - 2, 9.92484320091807 / Math.sqrt(3)); // t for 2 degrees of freedom, from tables
    near(2 - low, high - 2);
  });

  it("counts Wilcoxon's signs exactly, and takes the normal distribution for ties", () => {
    // Three pairs, all up: 2 of the 8 choices of signs are as far out.
    assert.deepEqual(wilcoxon([1, 2, 3], [0, 0, 0]), { statistic: 0, p: 0.25 });
    const tied = wilcoxon([1, 1, 1, -1, 2], [0, 0, 0, 0, 0])!;
    // Ranks 2.5 (four times) and 5: 12.5 against 2.5. Variance (5·6·11 - 30) / 24 = 12.5.
    assert.equal(tied.statistic, 2.5);
    near(tied.p, 0.15729920705028513); // erfc((7.5 - 2.5) / √12.5 / √2) = erfc(1)
    const [up, down] = [wilcoxon([5, 6, 9], [1, 1, 1])!, wilcoxon([1, 1, 1], [5, 6, 9])!];
    assert.deepEqual(up, down);
    const many = Array.from({ length: 60 }, (_, i) => i + 1);
    const p = wilcoxon(
      many,
      many.map(() => 0),
    )!.p;
    assert.ok(p > 0 && p < 1e-9);
  });
});
