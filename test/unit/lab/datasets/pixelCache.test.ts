import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PixelCache } from '../../../../src/lab/datasets/pixelCache';

describe('PixelCache', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(os.tmpdir(), 'pixels-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const pixels = (value: number) => new Uint8Array(100).fill(value);
  const has = async (cache: PixelCache, key: string) => (await cache.read(key, 100)) !== null;

  it('lets go what was used longest ago where a new one finds no room', async () => {
    // Three files of 100 bytes and their checksums.
    const cache = new PixelCache(folder, 3 * 132);
    for (const [at, key] of ['a', 'b', 'c'].entries()) {
      const before = new Set(await readdir(folder));
      await cache.write(key, pixels(at));
      const name = (await readdir(folder)).find((one) => !before.has(one))!;
      await utimes(path.join(folder, name), 1000 + at, 1000 + at);
    }
    assert.ok(await has(cache, 'a')); // used now
    await cache.write('d', pixels(4));
    assert.deepEqual(await Promise.all(['a', 'b', 'c', 'd'].map((key) => has(cache, key))), [
      ...[true, false, true, true],
    ]);
  });

  it('keeps nothing that is larger than all of it', async () => {
    await new PixelCache(folder, 131).write('a', pixels(1));
    assert.deepEqual(await readdir(folder), []);
  });

  it('clears what a killed process left, and nothing that is not its own', async () => {
    await writeFile(path.join(folder, 'old.tmp'), 'x');
    await utimes(path.join(folder, 'old.tmp'), 1000, 1000);
    await writeFile(path.join(folder, 'new.tmp'), 'x');
    await writeFile(path.join(folder, 'notes.txt'), 'x');
    const cache = new PixelCache(folder, 1000);
    await cache.write('a', pixels(1));
    const names = await readdir(folder);
    assert.ok(
      !names.includes('old.tmp') && names.includes('new.tmp') && names.includes('notes.txt'),
      `${names}`,
    );
  });

  it('gives processes that write the same at once one whole file', async () => {
    const caches = Array.from({ length: 8 }, () => new PixelCache(folder, 1000));
    await Promise.all(caches.map((cache) => cache.write('a', pixels(7))));
    assert.deepEqual(await caches[0]!.read('a', 100), Buffer.from(pixels(7)));
    assert.equal((await readdir(folder)).length, 1);
  });
});
