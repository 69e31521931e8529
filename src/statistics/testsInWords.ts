import { pairedT } from './inference/pairedT';
import { welchT } from './inference/welchT';
import { wilcoxon } from './inference/wilcoxon';
import type { TestResult } from './testResult';

/**
 * `paired t p = 0.11, Wilcoxon p = 0.19`: how likely so large a difference is by chance alone. Empty where nothing can be tested.
 * Under six pairs Wilcoxon's test cannot fall below 0.05, whatever the pairs say.
 * @throws RangeError where the samples differ in length
 */
export function testsInWords(better: readonly number[], than: readonly number[]): string {
  return [inWords('paired t', pairedT(better, than)), inWords('Wilcoxon', wilcoxon(better, than))]
    .filter((words) => words !== null)
    .join(', ');
}

/** The same for samples that are no pairs, such as runs without a seed in common: `Welch's t p = 0.03`. */
export function unpairedTestInWords(better: readonly number[], than: readonly number[]): string {
  return inWords("Welch's t", welchT(better, than)) ?? '';
}

function inWords(name: string, test: TestResult | null): string | null {
  if (!test) return null;
  return test.p < 0.001 ? `${name} p < 0.001` : `${name} p = ${test.p.toPrecision(2)}`;
}
