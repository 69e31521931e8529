import assert from 'node:assert/strict';
import { testsInWords, unpairedTestInWords } from '../../../src/statistics/testsInWords';

describe('The tests of a comparison in words', () => {
  it('are the paired t test and Wilcoxon’s', () => {
    // t = 2 / (1 / √3), 2 degrees of freedom; of 8 choices of signs one gives so small a sum, on either side.
    assert.equal(testsInWords([1, 2, 3], [0, 0, 0]), 'paired t p = 0.074, Wilcoxon p = 0.25');
  });
  it('are Welch’s t test where there are no pairs', () => {
    // Means 2 and 0, standard errors 1 / √3 each: t = √6 with 4 degrees of freedom.
    assert.equal(unpairedTestInWords([1, 2, 3], [-1, 0, 1]), "Welch's t p = 0.070");
    assert.equal(unpairedTestInWords([1], [0, 1, 2]), '');
  });
  it('leave out what cannot be tested', () => {
    assert.equal(testsInWords([1, 2], [0, 1]), 'Wilcoxon p = 0.16');
    assert.equal(testsInWords([1], [1]), '');
  });
  it('do not spell out the very unlikely', () => {
    const few = Array.from({ length: 20 }, (_, at) => at / 1000);
    assert.equal(
      testsInWords(
        few.map((value) => value + 1 + value / 9),
        few,
      ),
      'paired t p < 0.001, Wilcoxon p < 0.001',
    );
  });
});
