import assert from 'node:assert/strict';
import { mapInTurns } from '../../../src/runs/inTurns';

describe('a long list', () => {
  it('is converted in order, and others have their turn meanwhile', async () => {
    const numbers = Array.from({ length: 2000 }, (_, at) => at);
    let done = 0;
    const seen: number[] = [];
    const other = setImmediate(function look() {
      seen.push(done);
      if (done < numbers.length) setImmediate(look);
    });
    const doubled = await mapInTurns(numbers, (number) => {
      done++;
      return 2 * number;
    });
    clearImmediate(other);
    assert.deepEqual(
      doubled,
      numbers.map((number) => 2 * number),
    );
    assert.ok(seen.some((count) => count > 0 && count < numbers.length));
  });
});
