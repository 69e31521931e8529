import assert from 'node:assert/strict';
import { count, lossValue, percent, plural, printedPercent } from '../../../src/webview/model/format';

describe('format', () => {
  it('prints fractions in percent with one decimal', () => {
    assert.equal(percent(0.7106), '71.1');
    assert.equal(percent(1), '100.0');
    assert.equal(percent(0), '0.0');
  });

  it('prints a dash for what is no number', () => {
    for (const value of [null, undefined, NaN, Infinity]) {
      assert.equal(percent(value), '–');
      assert.equal(printedPercent(value), '–');
    }
    assert.equal(lossValue(NaN), '–');
  });

  it('keeps every digit that a paper prints', () => {
    assert.equal(printedPercent(97.81), '97.81');
    assert.equal(printedPercent(66), '66.0');
    assert.equal(printedPercent(66.7), '66.7');
  });

  it('prints losses with four digits and counts with thousands apart', () => {
    assert.equal(lossValue(0.318249), '0.3182');
    assert.equal(lossValue(12.4091), '12.41');
    assert.equal(count(10000), '10,000');
    assert.equal(plural(1, 'run'), '1 run');
    assert.equal(plural(1200, 'run'), '1,200 runs');
  });
});
