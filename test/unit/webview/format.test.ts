import assert from 'node:assert/strict';
import {
  count,
  duration,
  lossValue,
  percent,
  plural,
  printedPercent,
} from '../../../src/webview/model/format';

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
      assert.equal(duration(value), '–');
    }
    assert.equal(lossValue(NaN), '–');
    assert.equal(duration(-1), '–');
  });

  it('keeps every digit that a paper prints', () => {
    assert.equal(printedPercent(97.81), '97.81');
    assert.equal(printedPercent(66), '66.0');
    assert.equal(printedPercent(66.7), '66.7');
  });

  it('puts seconds in words, carrying over at the borders', () => {
    assert.equal(duration(0), '0 s');
    assert.equal(duration(59.4), '59 s');
    assert.equal(duration(59.6), '1 m 00 s');
    assert.equal(duration(64), '1 m 04 s');
    assert.equal(duration(3599.7), '1 h 00 m');
    assert.equal(duration(7500), '2 h 05 m');
  });

  it('prints losses with four digits and counts with thousands apart', () => {
    assert.equal(lossValue(0.318249), '0.3182');
    assert.equal(lossValue(12.4091), '12.41');
    assert.equal(count(10000), '10,000');
    assert.equal(plural(1, 'run'), '1 run');
    assert.equal(plural(1200, 'run'), '1,200 runs');
  });
});
