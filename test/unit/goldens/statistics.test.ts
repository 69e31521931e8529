import assert from 'node:assert/strict';
import { pairedT } from '../../../src/statistics/inference/pairedT';
import { summarise } from '../../../src/statistics/inference/summarise';
import { welchT } from '../../../src/statistics/inference/welchT';
import { wilcoxon } from '../../../src/statistics/inference/wilcoxon';
import type { TestResult } from '../../../src/statistics/testResult';
import { describeGoldens } from '../../support/goldens';
import { counted } from '../../support/goldenTable';

describeGoldens('statistics against their goldens', ({ statistics }) => {
  for (const golden of statistics) {
    const { a, b } = golden;

    it(`summarise, ${a.length} values`, () => {
      const { mean, deviation, standardError, interval } = summarise(a)!;
      const expected = [golden.mean, golden.std_ddof1, golden.sem, ...golden.ci95];
      near('summarise', [mean, deviation!, standardError!, ...interval!], expected);
    });

    const tests = [
      [pairedT, golden.paired_t],
      [welchT, golden.welch_t],
      [wilcoxon, golden.wilcoxon],
    ] as const;
    for (const [test, expected] of tests) {
      if (!expected) continue;
      it(`${test.name}, ${a.length} values`, () => near(test.name, numbersOf(test(a, b)!), expected));
    }
  }
});

const numbersOf = ({ statistic, p }: TestResult) => [statistic, p];

/** These are computed in doubles, as their goldens are. */
function near(name: string, actual: readonly number[], expected: readonly number[]): void {
  counted(`statistic/${name}`, 'values', () => {
    assert.equal(actual.length, expected.length);
    for (const [at, value] of actual.entries()) {
      const wanted = expected[at]!;
      assert.ok(Math.abs(value - wanted) <= 1e-8 * Math.max(1, Math.abs(wanted)), `${value}, not ${wanted}`);
    }
  });
}
