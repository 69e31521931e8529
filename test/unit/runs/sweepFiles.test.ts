import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Sweep } from '../../../src/protocol/sweep';
import {
  createSweep,
  leaveRequest,
  readSkipped,
  readSweep,
  sweepFiles,
  takeRequests,
} from '../../../src/runs/sweepFiles';
import { LockedError } from '../../../src/runs/processLock';
import { ownerOf, ownSweep } from '../../../src/runs/sweepOwner';
import { thisMachine } from '../../../src/runs/thisMachine';
import { temporaryFolder } from '../runner/temporary';
import { sampleSweep } from './samples';

describe("a sweep's files", () => {
  const temporary = temporaryFolder();

  async function read(change: Partial<Sweep>, name = sampleSweep().id) {
    const folder = path.join(temporary.path, 'sweeps', name);
    await createSweep(folder, sampleSweep(change));
    return readSweep(folder);
  }

  it('are read as they were written', async () => {
    assert.deepEqual(await read({}), { value: sampleSweep() });
    assert.equal(await readSweep(path.join(temporary.path, 'nowhere')), null);
  });

  it('are refused with an id that leads to another folder', async () => {
    for (const id of ['../../..', '..', '/etc', 'another']) {
      assert.deepEqual(await read({ id }, 'mine'), { problem: "id: it must be the folder's name, mine" });
    }
  });

  it('are refused where they plan more runs than anybody could list', async () => {
    const search: Sweep['search'] = { method: 'random', trials: 100_000, variants: ['circle'] };
    const seeds = Array.from({ length: 10_000 }, (_, seed) => seed);
    for (const change of [{ search }, { seeds, folds: { of: 1000, cut: 'full' as const } }]) {
      const found = await read(change);
      assert.match(found && 'problem' in found ? found.problem : '', /plans more than 100000 runs$/);
    }
  });

  it('say which process works on it: of many that try at once, one, also after one that was killed', async () => {
    const folder = path.join(temporary.path, 'owned');
    await createSweep(folder, sampleSweep());
    for (const left of [
      null,
      { schema: 1, pid: 2 ** 22 + 1, host: os.hostname(), at: new Date().toISOString() },
    ]) {
      if (left) await writeFile(sweepFiles(folder).owner, JSON.stringify(left));
      assert.equal(await ownerOf(folder, thisMachine()), null);
      const tried = await Promise.allSettled(Array.from({ length: 10 }, () => ownSweep(folder)));
      const [owned, ...others] = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      assert.deepEqual(others, []);
      assert.equal((await ownerOf(folder, thisMachine()))?.pid, process.pid);
      await assert.rejects(ownSweep(folder), LockedError);
      await owned!.release();
      assert.equal(await ownerOf(folder, thisMachine()), null);
    }
  });

  it('leave out requests that nobody of ours has left', async () => {
    const folder = path.join(temporary.path, 'asked');
    const { requests, skipped } = sweepFiles(folder);
    await mkdir(requests, { recursive: true });
    for (const [at, text] of [
      '{',
      '[]',
      '{"type":"run","command":"x"}',
      '{"type":"skip","jobs":[7]}',
    ].entries()) {
      await writeFile(path.join(requests, `${at}.json`), text);
    }
    await leaveRequest(folder, { type: 'skip', jobs: ['one'] });
    assert.deepEqual(await takeRequests(folder), [{ type: 'skip', jobs: ['one'] }]);
    assert.deepEqual(await takeRequests(folder), []);
    await writeFile(skipped, '{"one":true}');
    assert.deepEqual(await readSkipped(folder), new Set());
  });
});
