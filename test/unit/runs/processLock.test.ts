import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ProcessLock, LockedError } from '../../../src/runs/processLock';

const gone = 2 ** 22 + 1; // beyond Linux's largest process number

describe("a run's lock", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'metric-lab-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const file = () => path.join(folder, 'lock');
  const acquire = (lastWrite = Date.now()) => ProcessLock.acquire(file(), () => Promise.resolve(lastWrite));
  const held = (change: object) =>
    writeFile(
      file(),
      JSON.stringify({ pid: process.pid, host: os.hostname(), at: new Date().toISOString(), ...change }),
    );

  it('is had by one at a time, and names the one', async () => {
    const lock = await acquire();
    await assert.rejects(acquire(), (error: Error) => {
      assert.ok(error instanceof LockedError);
      assert.match(error.message, new RegExp(`lock: process ${process.pid} on ${os.hostname()}, since 2`));
      return true;
    });
    await lock.release();
    await (await acquire()).release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('is had by one of many that try at once, whether it is free or left over', async () => {
    for (let round = 0; round < 20; round++) {
      if (round % 2 === 1) await held({ pid: gone });
      const tried = await Promise.allSettled(Array.from({ length: 20 }, () => acquire()));
      const had = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      assert.equal(had.length, 1);
      await had[0]!.release();
    }
  });

  it('is taken over from a process that is gone, or an earlier start of the machine', async () => {
    await held({ pid: gone });
    await (await acquire()).release();
    await held({ at: '2001-01-01T00:00:00.000Z' });
    await (await acquire()).release();
  });

  it('of another machine holds while the run is written to', async () => {
    await held({ host: 'elsewhere' });
    await assert.rejects(acquire(), LockedError);
    await (await acquire(Date.now() - 20 * 60_000)).release();
  });

  it('that says nothing holds for a minute', async () => {
    await writeFile(file(), '');
    await assert.rejects(acquire(), /another process works on it/);
    const old = new Date(Date.now() - 120_000);
    await utimes(file(), old, old);
    await (await acquire()).release();
  });

  it('is not given back by one who lost it', async () => {
    const lock = await acquire();
    await held({ pid: gone });
    await lock.release();
    assert.deepEqual(await readdir(folder), ['lock']);
  });
});
