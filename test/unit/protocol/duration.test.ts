import assert from 'node:assert/strict';
import { duration } from '../../../src/protocol/duration';

describe('a time in words', () => {
  it('is in two units at most, carried over at the borders', () => {
    assert.deepEqual([0, 59.4, 59.6, 64, 3599, 3599.7, 5000, 7199.9, 360_000].map(duration), [
      ...['0 s', '59 s', '1 min 00 s', '1 min 04 s', '59 min 59 s', '1 h 00 min', '1 h 23 min'],
      ...['2 h 00 min', '100 h 00 min'],
    ]);
  });

  it('is a dash for what is no time', () => {
    for (const value of [null, NaN, Infinity, -1]) assert.equal(duration(value), '–');
  });
});
