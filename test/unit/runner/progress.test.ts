import assert from 'node:assert/strict';
import { Progress } from '../../../src/runner/progress';

describe('progress', () => {
  let written = '';
  let now = 0;
  beforeEach(() => {
    written = '';
    now = 0;
  });
  const shown = (isTTY: boolean, columns = 80) =>
    new Progress({ isTTY, columns, write: (text) => (written += text) }, 300, () => now);
  const report = (step: number) => ({ step, loss: 0.48211, stepsPerSecond: 31.25, secondsLeft: 65 });
  const scores = { 'R@1': 0.6421, 'MAP@R': 0.301 };

  it('draws one line again and again on a terminal, and takes it away for a line that stays', () => {
    const progress = shown(true);
    progress.step(report(150));
    now = 50;
    progress.step(report(151)); // too soon to be drawn
    now = 200;
    progress.step(report(300));
    progress.evaluation('validation', 300, scores, true);
    const text = '  loss 0.4821  31.3 steps/s  1 min 05 s left';
    assert.deepEqual(written.split('\r\u001B[2K'), [
      '',
      '━'.repeat(13) + '─'.repeat(13) + '  150/300' + text,
      '━'.repeat(26) + '  300/300' + text,
      'step 300  validation  R@1 64.2  MAP@R 30.1   best so far, saved\n',
    ]);
  });

  it('never fills the line, however narrow', () => {
    for (const columns of [10, 40, 60, 61, 80, 200, 0]) {
      written = '';
      shown(true, columns).step(report(7));
      const line = written.replace('\r\u001B[2K', '');
      assert.ok(line.length < (columns || 80) && line.length > 0, `${line.length} in ${columns}`);
    }
  });

  it('writes a plain line for each evaluation elsewhere', () => {
    const progress = shown(false);
    progress.step(report(7));
    progress.evaluation('test', 0, scores, false);
    progress.clear();
    assert.equal(written, 'step   0  test        R@1 64.2  MAP@R 30.1\n');
  });
});
