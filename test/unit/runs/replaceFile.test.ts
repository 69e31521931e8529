import assert from 'node:assert/strict';
import { open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../../../src/runs/replaceFile';
import { WriteError, writing } from '../../../src/runs/writeError';
import { RunWriter } from '../../../src/runs/writer';
import { temporaryFolder } from '../runner/temporary';
import { sampleRecord, start } from './samples';

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

  it('says which file the system refuses, and why', async () => {
    await replaceFile(file(), 'a file');
    const inside = path.join(file(), 'run.json');
    await assert.rejects(
      replaceFile(inside, 'text'),
      new WriteError(
        `${inside}: cannot be written: a file stands where a folder is needed; move it, or choose another folder`,
      ),
    );
    await assert.rejects(
      RunWriter.create(file(), sampleRecord(), start(0)),
      (error: Error) => error instanceof WriteError && error.message.startsWith(`${file()}${path.sep}`),
    );
  });

  it('names the file on a full disk, whose error names none', async function () {
    if (process.platform !== 'linux') this.skip();
    const full = await open('/dev/full', 'w');
    try {
      await assert.rejects(
        writing('a/events.jsonl', () => full.appendFile('line')),
        new WriteError('a/events.jsonl: cannot be written: the disk is full; free some space there'),
      );
    } finally {
      await full.close();
    }
  });
});
