import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import type { RunRecord } from '../../../src/protocol/run';
import { driftOf, findUnfinished, type ResumeWish } from '../../../src/runner/resume';
import { RunWriter } from '../../../src/runs/writer';
import { sampleRecord, sampleResult } from '../runs/samples';
import { temporaryFolder } from './temporary';

const gone = 2 ** 22 + 1; // beyond Linux's largest process number

describe('finding the run to go on with', () => {
  const folder = temporaryFolder();
  const record = sampleRecord();

  async function written(change: Partial<RunRecord> = {}, pid = gone): Promise<RunWriter> {
    const at = new Date().toISOString();
    const start = { type: 'start', at, step: 0, pid, host: os.hostname() } as const;
    return RunWriter.create(folder.path, { ...record, ...change }, start);
  }
  const wish = (change: Partial<ResumeWish> = {}): ResumeWish => ({
    run: record.id,
    file: record.experiment.file,
    codeHash: record.experiment.codeHash,
    ...change,
  });
  const find = (change: Partial<ResumeWish> = {}) => findUnfinished(folder.path, wish(change));

  it('finds an interrupted run by its id', async () => {
    await (await written()).close();
    const found = await find({ variant: 'circle', seeds: [0], steps: 100, backend: 'wasm' });
    assert.deepEqual(found, { folder: path.join(folder.path, record.id), record, seconds: 0 });
  });

  it('finds the newest of the experiment', async () => {
    await (await written()).close();
    await (await written({ id: 'newer', createdAt: '2026-02-01T00:00:00.000Z', seed: 1 })).close();
    const experiment = { ...record.experiment, file: 'another.ts' };
    await (await written({ id: 'newest', createdAt: '2026-03-01T00:00:00.000Z', experiment })).close();
    assert.equal((await find({ run: 'latest' })).record.id, 'newer');
    assert.equal((await find({ run: 'latest', seeds: [0] })).record.id, record.id);
    await assert.rejects(
      find({ run: 'latest', variant: 'none' }),
      /no run of library\/circle-loss\/experiment.ts in/,
    );
  });

  it('names all that differs', async () => {
    await (await written()).close();
    const other = { codeHash: 'cd'.repeat(32), variant: 'triplet', seeds: [1, 2], steps: 7, backend: 'cpu' };
    await assert.rejects(find(other), (error: Error) => {
      assert.equal(
        error.message,
        [
          `run ${record.id} cannot go on with the same numbers:`,
          'code (hash): abababababab before, cdcdcdcdcdcd now',
          'variant: circle before, triplet now',
          'seed: 0 before, 1,2 now',
          'steps: 100 before, 7 now',
          'backend: wasm before, cpu now',
        ].join('\n  '),
      );
      return true;
    });
  });

  it('refuses a run that is not there, runs still, or is finished', async () => {
    await assert.rejects(
      find(),
      /no run '2026.*'; the newest there is none|no run '2026.* the newest there is none/,
    );
    const writer = await written({}, process.pid);
    await assert.rejects(find(), /is still running \(process \d+ on /);
    await writer.writeResult(sampleResult);
    await writer.close();
    await assert.rejects(find(), /is finished already/);
  });

  it('says what may change the numbers all the same', () => {
    const same = { device: record.device, versions: record.versions };
    assert.equal(driftOf(record, same), null);
    assert.match(
      driftOf(record, { device: 'another', versions: { node: '22.0.0', tensors: '1' } }) ?? '',
      /device a processor, now another; node 20.0.0, now 22.0.0; tensors none, now 1/,
    );
  });
});
