import assert from 'node:assert/strict';
import { evenly } from '../../../../src/lab/retrieval/tiles';

describe('the height of tiles', () => {
  it('is a multiple of 4 by which the last one reaches least beyond the rows', () => {
    assert.equal(evenly(60502, 1024), 992); // 61 tiles, 10 rows beyond; of 1024 rows 60, and 938 beyond
    assert.equal(evenly(30251, 256), 248); // 122 tiles, 5 rows beyond; of 256 rows 119, and 213 beyond
    assert.equal(evenly(1024, 1024), 1024);
    assert.equal(evenly(2048, 1024), 1024);
    assert.equal(evenly(100, 30), 28); // 4 tiles, 12 rows beyond; of 32 rows 28
  });

  it('is what one tile needs where that is all', () => {
    assert.equal(evenly(61, 1024), 64);
    assert.equal(evenly(4, 16), 4);
    assert.equal(evenly(1, 16), 4);
  });
});
