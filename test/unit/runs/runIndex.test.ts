import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readIndex } from '../../../src/runs/runIndex';
import { RunList } from '../../../src/runs/runList';
import { runFiles } from '../../../src/runs/runFiles';
import { RunWriter } from '../../../src/runs/writer';
import { at, evaluation, sampleRecord, sampleResult, start, step } from './samples';

const count = 120;
const time = new Date(1_700_000_000_000);

describe('the index of runs', () => {
  let folder: string;
  let index: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'metric-lab-index-'));
    index = path.join(folder, 'index.jsonl');
    for (let number = 0; number < count; number++) {
      const record = sampleRecord({ id: `run-${number}`, seed: number, createdAt: at(number) });
      const writer = await RunWriter.create(path.join(folder, 'runs'), record, start(0));
      for (const one of [1, 2, 3]) await writer.append(evaluation(one, one / 10, { best: one === 2 }));
      await writer.append(step(3, 3));
      await writer.writeResult(sampleResult);
      await writer.append({ type: 'end', at: at(4), step: 3, state: 'finished' });
      await writer.close();
      await utimes(events(number), time, time);
    }
  });
  after(() => rm(folder, { recursive: true }));

  const read = async () => {
    const list = new RunList(path.join(folder, 'runs'), { index });
    const runs = await list.refresh();
    // By then the index is written.
    await list.refresh();
    return runs;
  };
  const events = (number: number) => runFiles(path.join(folder, 'runs', `run-${number}`)).events;

  it('gives what the records themselves give', async () => {
    const plain = await new RunList(path.join(folder, 'runs')).refresh();
    assert.equal(plain.length, count);
    assert.deepEqual(await read(), plain);
    assert.equal((await readIndex(index)).size, count);
    // What is read no more cannot be told from what was.
    for (const number of [0, 1]) await rewrite(events(number), (text) => text.replaceAll('0.2', '0.9'));
    assert.deepEqual(await read(), plain);
  });

  it('is not believed of a run whose files have changed since', async () => {
    await appendFile(events(5), `${JSON.stringify(start(3, 9))}\n`);
    const run = (await read()).find(({ id }) => id === 'run-5');
    assert.equal(run?.history.end, null);
    assert.equal(run.history.evaluations.length, 3);
  });

  it('holds each common part once, and no run that goes on', async () => {
    const lines = (await readFile(index, 'utf8')).split('\n');
    assert.equal(lines.filter((line) => line.startsWith('{"config":')).length, 1);
    await rm(index);
    await read();
    assert.equal((await readIndex(index)).has('run-5'), false);
    assert.equal((await readIndex(index)).size, count - 1);
  });

  it('is no matter where it is missing, broken or hostile', async () => {
    const plain = await new RunList(path.join(folder, 'runs')).refresh();
    const sound = await readFile(index, 'utf8');
    const hostile = sound
      .replaceAll('library/circle-loss', '../../etc')
      .replaceAll('"seed":7,', '"seed":"7",');
    for (const text of ['', 'not an index', sound.slice(0, sound.length / 2), hostile, '{"index":2}\n']) {
      await writeFile(index, text);
      assert.deepEqual(await read(), plain);
    }
  });

  it('has a look give the same object for a run in which nothing is new', async () => {
    const list = new RunList(path.join(folder, 'runs'));
    const [first, second] = [await list.refresh(), await list.refresh()];
    for (const [at, run] of first.entries()) assert.equal(run, second[at]);
    await appendFile(events(6), `${JSON.stringify(start(3, 9))}\n`);
    list.touch('run-6');
    const third = await list.refresh();
    assert.notEqual(
      third.find(({ id }) => id === 'run-6'),
      first.find(({ id }) => id === 'run-6'),
    );
    assert.equal(
      third.find(({ id }) => id === 'run-8'),
      first.find(({ id }) => id === 'run-8'),
    );
  });
});

/** Other bytes, of the same number and the same time. */
async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
  await utimes(file, time, time);
}
