import assert from 'node:assert/strict';
import { Pace } from '../../../src/runner/pace';

describe('the pace of a run', () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
  });
  const linesOf = (steps: number, secondsPerStep: number) => {
    const pace = new Pace(0, steps, () => now);
    const lines = [];
    for (let step = 1; step <= steps; step++) {
      now += 1000 * secondsPerStep;
      if (pace.lineIsDue(step)) lines.push(step);
    }
    return lines;
  };

  it('has a line for each step of a short run, the first, the last and a thousand of a long one', () => {
    assert.equal(linesOf(1000, 0.001).length, 1000);
    const long = linesOf(123_456, 0.0001);
    assert.ok(long.length >= 990 && long.length <= 1002, String(long.length));
    assert.deepEqual([long[0], long.at(-1)], [1, 123_456]);
  });

  it('has more lines where the steps are slow', () => {
    assert.equal(linesOf(5000, 5).length, 5000);
  });

  it('tells steps per second without, and the time left with what lies between the steps', async () => {
    const pace = new Pace(10, 30, () => now);
    await pace.measure(() => Promise.resolve([(now += 500)]));
    now += 1500; // an evaluation
    assert.deepEqual(pace.report(11), { stepsPerSecond: 2, secondsLeft: 2 * 19 });
  });

  it('knows when steps are short enough to be made several at once', async () => {
    const pace = new Pace(0, 100, () => now);
    assert.equal(pace.isQuick, false);
    await pace.measure(() => Promise.resolve([(now += 1000)]));
    assert.equal(pace.isQuick, false);
    await pace.measure(() => Promise.resolve([(now += 100)]));
    assert.deepEqual([pace.isQuick, pace.report(2).stepsPerSecond], [false, 10]);
    const several = Array.from({ length: 50 }, () => 0);
    await pace.measure(() => Promise.resolve(((now += 500), several)));
    assert.equal(pace.isQuick, true);
  });
});
