import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withFileLock } from '../../../src/extension/fileLock';

describe('withFileLock', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'metric-lab-lock-'));
    file = path.join(folder, 'new', 'count');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('lets one after another read, change and write', async () => {
    const addOne = () =>
      withFileLock(file, async () => {
        const count = existsSync(file) ? Number(await readFile(file, 'utf8')) : 0;
        await pause(1);
        await writeFile(file, String(count + 1));
      });
    await Promise.all(Array.from({ length: 10 }, addOne));
    assert.equal(await readFile(file, 'utf8'), '10');
    assert.equal(existsSync(`${file}.lock`), false);
  });

  it('is let go of where the action fails', async () => {
    await assert.rejects(
      withFileLock(file, () => Promise.reject(new Error('full disk'))),
      /full disk/,
    );
    assert.equal(await withFileLock(file, () => Promise.resolve(7)), 7);
  });

  it('is taken from a window that died with it', async () => {
    await withFileLock(file, () => Promise.resolve());
    await writeFile(`${file}.lock`, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${file}.lock`, longAgo, longAgo);
    assert.equal(await withFileLock(file, () => Promise.resolve('mine')), 'mine');
  });
});
