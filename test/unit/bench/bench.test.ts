import assert from 'node:assert/strict';
import { best, compare, type Result } from '../../../bench/parts/compare.mjs';
import { losses128And1024 } from '../../../bench/parts/losses.mjs';
import { figures, table } from '../../../bench/parts/report.mjs';
import { difference, median } from '../../../bench/parts/statistics.mjs';
import { train } from '../../../bench/parts/train.mjs';
import { Worker, type Answer } from '../../../bench/parts/worker.mjs';
import { catalogue } from '../../../src/lab/catalogue';

const floor = { operations: 2e9, bytes: 8e6 };
const machine = { operationsPerSecond: 1e12, bytesPerSecond: 1e9 };

/** A worker that says what it is told to, in turn. */
function worker(name: string, answers: readonly Answer[], asked: string[] = []): Worker {
  let at = 0;
  const ask = () => {
    asked.push(name);
    return Promise.resolve(answers[at++ % answers.length]!);
  };
  return { name, ask } as unknown as Worker;
}

const answer = (ms: number, value?: number): Answer => ({ ms, calls: 1, value });

describe('bench', () => {
  it('takes the middle, or the mean of the middle two', () => {
    assert.equal(median([5, 1, 9]), 5);
    assert.equal(median([4, 1, 2, 9]), 3);
  });

  it('says how far two values are apart, and that a missing one is', () => {
    assert.equal(difference(2, 2), 0);
    assert.equal(difference(1, 2), 0.5);
    assert.equal(difference({ a: 1, b: 4 }, { a: 1, b: 3 }), 0.25);
    assert.equal(difference({ a: 1, b: 4 }, { a: 1 }), Infinity);
    assert.equal(difference(NaN, 1), Infinity);
  });

  it('asks in turns, and nobody always first', async () => {
    const asked: string[] = [];
    const [a, b] = [worker('a', [answer(1)], asked), worker('b', [answer(2)], asked)];
    await compare({ name: 'x', question: {}, floor }, a, [b], { rounds: 3, seconds: 0 });
    assert.equal(asked.join(''), 'abbaab');
  });

  it('compares medians with the best peer, and values with a tolerance', async () => {
    const ours = worker('ours', [answer(9, 1), answer(5, 1), answer(4, 1)]);
    const slow = worker('slow', [answer(20, 1.5)]);
    const fast = worker('fast', [answer(10, 1.5)]);
    const item = { name: 'x', question: {}, floor, tolerance: 0.1 };
    const result = await compare(item, ours, [slow, fast], { rounds: 3, seconds: 0 });
    const found = figures(result, machine);
    assert.deepEqual([found.ms, found.peer, found.ratio, found.agrees], [5, 'fast', 0.5, false]);
    assert.deepEqual([found.floor.ms, found.shareOfPeak], [8, 0.4]);
    assert.match(table([found]), /^x\s+5\s+10\s+fast\s+0\.50\s+8\s+2\s+8\s+40 %\s+-\s+differ by 0\.333$/m);
  });

  it('goes on without peers, and with what cannot be done', async () => {
    const skipped: Answer = { ms: 0, calls: 0, skipped: 'no such kernel' };
    const alone: Result = await compare({ name: 'x', question: {}, floor }, worker('ours', [skipped]), [], {
      rounds: 5,
      seconds: 0,
    });
    assert.equal(best(alone), undefined);
    assert.match(table([figures(alone, machine)]), /no such kernel/);
  });

  it('talks to a worker by lines, and tells how it ended', async () => {
    const script = `
      console.log('{"about":"echo"}');
      require('readline').createInterface(process.stdin).on('line', (line) => {
        const { ms } = JSON.parse(line);
        if (ms < 0) process.exit(3);
        console.log(JSON.stringify({ ms: ms + 1, calls: 1 }));
      });`;
    const echo = new Worker('echo', [process.execPath, '-e', script], process.env);
    await new Promise((resolve) => setTimeout(resolve, 200)); // Its first line is there before it is asked for.
    assert.deepEqual(await echo.hello(), { about: 'echo' });
    assert.equal((await echo.ask({ ms: 1 })).ms, 2);
    await assert.rejects(echo.ask({ ms: -1 }), /echo ended with code 3/);
    await assert.rejects(echo.ask({ ms: 1 }), /echo ended with code 3/);
    await echo.end();
    const missing = new Worker('missing', ['/no/such/program'], process.env);
    await assert.rejects(missing.hello(), /missing cannot start/);
  });

  it('has every loss of the lab', () => {
    const names = catalogue.filter(({ kind }) => kind === 'loss').map(({ name }) => name);
    const cases = losses128And1024({ root: process.cwd() }).map(({ name }) => name);
    for (const name of names)
      assert.ok(
        cases.some((text) => text.startsWith(name)),
        name,
      );
  });

  it('reckons the operations of the networks', () => {
    const [conv4, mlp] = train().map(({ floor: least }) => least.operations / 1e9);
    // By hand: 128 images, blocks of 28², 14², 7² and 3² places.
    const places = 2 * 128 * 9 * 64 * (784 * 2 + 3 * 64 * (196 + 49 + 9));
    assert.ok(Math.abs(conv4! - places / 1e9) < 0.02, String(conv4));
    assert.ok(Math.abs(mlp! - 0.6) < 0.02, String(mlp));
  });
});
