import assert from 'node:assert/strict';
import { inSlices } from '../../../src/extension/inSlices';
import type { Slices } from '../../../src/literature/slices';

describe('A computation in slices', () => {
  /** 12 slices of the given length, ms by the clock that it moves. */
  function slow(length: number) {
    let time = 0;
    function* counted(): Slices<number> {
      for (let slice = 0; slice < 12; slice += 1) {
        time += length;
        yield;
      }
      return 12;
    }
    return { slices: counted(), now: () => time };
  }

  /** How often somebody else had a turn before it was done. */
  async function turnsOfOthers(length: number): Promise<number> {
    const { slices, now } = slow(length);
    let turns = 0;
    let isDone = false;
    const wait = () => {
      if (isDone) return;
      turns += 1;
      setImmediate(wait);
    };
    setImmediate(wait);
    assert.equal(await inSlices(slices, now), 12);
    isDone = true;
    return turns;
  }

  it('lets others go first after each long slice', async () => {
    assert.ok((await turnsOfOthers(20)) >= 11);
  });

  it('goes on through short ones, and to the end at once where all are short', async () => {
    assert.ok((await turnsOfOthers(5)) >= 5);
    assert.equal(await turnsOfOthers(0.1), 0);
  });

  it('fails as the computation fails', async () => {
    function* failing(): Slices<never> {
      yield;
      throw new Error('no more');
    }
    await assert.rejects(inSlices(failing()), /no more/);
  });
});
