import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from 'citty';
import { readLibrary } from '../../../src/literature/readLibrary';
import { papers } from '../../../src/runner/commands/papers';
import { bundledFolder } from '../../../src/runner/bundledFolder';

describe('metric-lab papers', () => {
  const printed: string[] = [];
  const { log } = console;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'papers-'));
    printed.length = 0;
    console.log = (text: string) => void printed.push(text);
  });
  afterEach(async () => {
    console.log = log;
    await rm(folder, { recursive: true });
  });

  const run = async (...rawArgs: string[]): Promise<string> => {
    await runCommand(papers, { rawArgs });
    return printed.join('\n');
  };
  const file = async (content: string | Uint8Array): Promise<string> => {
    const name = path.join(folder, 'summary.md');
    await writeFile(name, content);
    return name;
  };
  const text = '# Losses\n\n- Circle Loss (CVPR 2020) :+1:\n  - a\u001b[31m note\n- An Unknown Paper\n';

  it('prints the summary as JSON, each paper with its id in the library', async () => {
    const { sections } = JSON.parse(await run(await file(text), '--json')) as {
      sections: { papers: { title: string; mark: string; library: string; line: number }[] }[];
    };
    assert.deepEqual(
      sections[0]!.papers.map(({ title, mark, library, line }) => [title, mark, library, line]),
      [
        ['Circle Loss', '+1', 'circle-loss', 3],
        ['An Unknown Paper', null, null, 5],
      ],
    );
  });

  it('prints an outline without the control characters of the document', async () => {
    assert.equal(
      await run(await file(text)),
      'Losses\n  +1 Circle Loss (CVPR 2020; circle-loss)\n      - a [31m note\n     An Unknown Paper',
    );
  });

  it('lists the library', async () => {
    assert.match(
      await run('--library'),
      /^circle-loss: Circle Loss: .* \(CVPR 2020, loss\)\n {2}loss\/circle\n/m,
    );
  });

  it('lists the library as JSON, all that it knows of each paper', async () => {
    assert.deepEqual(JSON.parse(await run('--library', '--json')), await readLibrary('library'));
  });

  it('says what is wrong with a file', async () => {
    await assert.rejects(run(path.join(folder, 'none.md')), {
      name: 'LabError',
      message: /none\.md: there is no such file$/,
    });
    await assert.rejects(run(folder), { name: 'LabError', message: /it is a folder$/ });
    await assert.rejects(run(await file(new Uint8Array([0x50, 0x4b, 0]))), {
      name: 'LabError',
      message: /no text file/,
    });
    await assert.rejects(run(await file(new Uint8Array([0xe9, 0x74, 0xe9]))), {
      name: 'LabError',
      message: /UTF-8/,
    });
    await assert.rejects(run(), { name: 'UsageError', message: /name a summary file/ });
  });

  it('finds the library from any folder of the package', () => {
    assert.equal(bundledFolder('library', path.resolve('dist/test/unit')), path.resolve('library'));
    assert.equal(bundledFolder('library', path.resolve('.')), path.resolve('library'));
  });
});
