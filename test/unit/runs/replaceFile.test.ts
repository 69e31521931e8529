import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../../../src/runs/replaceFile';
import { temporaryFolder } from '../runner/temporary';

describe('replaceFile', () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder.path, 'index.jsonl');

  it('leaves the old file whole until the new one is', async () => {
    await replaceFile(file(), 'old');
    const seen: string[] = [];
    // What a process leaves that is killed between two pieces is what another one reads then.
    async function* pieces() {
      yield 'ne';
      seen.push(await readFile(file(), 'utf8'));
      yield 'w';
      seen.push(await readFile(file(), 'utf8'));
    }
    await replaceFile(file(), pieces());
    assert.deepEqual([...seen, await readFile(file(), 'utf8')], ['old', 'old', 'new']);
  });

  it('keeps the old file, and leaves nothing else, where the new one fails', async () => {
    await replaceFile(file(), 'old');
    async function* broken() {
      yield 'half';
      await Promise.reject(new Error('no more'));
    }
    await assert.rejects(replaceFile(file(), broken()), /no more/);
    assert.deepEqual([await readdir(folder.path), await readFile(file(), 'utf8')], [['index.jsonl'], 'old']);
  });
});
