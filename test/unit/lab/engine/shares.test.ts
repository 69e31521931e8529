import assert from 'node:assert/strict';
import { Shares } from '../../../../src/lab/engine/shares';

describe('shares of work', () => {
  it('are gone through from the front; who is done takes from the end of the longest', () => {
    const shares = new Shares(['a', 'b', 'c', 'd', 'e', 'f', 'g'], 3); // ab, cde, fg
    assert.deepEqual(
      [0, 0, 2].map((worker) => shares.take(worker)),
      ['a', 'b', 'f'],
    );
    assert.deepEqual(
      [0, 1, 0, 0].map((worker) => shares.take(worker)),
      ['e', 'c', 'd', 'g'],
    );
    assert.deepEqual(
      [0, 1, 2].map((worker) => shares.take(worker)),
      [undefined, undefined, undefined],
    );
  });

  it('of fewer pieces than workers are dealt out once', () => {
    const shares = new Shares([1, 2], 5);
    assert.deepEqual([4, 3, 0].map((worker) => shares.take(worker)).toSorted(), [1, 2, undefined]);
  });

  it('end when they are stopped', () => {
    const shares = new Shares([1, 2, 3], 1);
    assert.equal(shares.take(0), 1);
    shares.stop();
    assert.equal(shares.take(0), undefined);
  });
});
