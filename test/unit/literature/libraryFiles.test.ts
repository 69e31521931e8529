import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import katex from 'katex';
import type { IdeaKind } from '../../../src/literature/library';
import { readLibrary } from '../../../src/literature/readLibrary';

const folder = 'library';

/** Where each kind of idea lives in the lab. */
const folders = {
  loss: 'losses',
  sampler: 'samplers',
  miner: 'miners',
  distance: 'distances',
  regularizer: 'regularizers',
  metric: 'metrics',
} satisfies Partial<Record<IdeaKind, string>>;

/** `loss/circle circle-loss` for every idea of the lab whose docstring says `@paper circle-loss, ...`. */
function ideasWithPapers(): string[] {
  return Object.entries(folders).flatMap(([kind, name]) => {
    const directory = `src/lab/${name}`;
    const files = existsSync(directory) ? readdirSync(directory) : [];
    return files.flatMap((file) => {
      const paper = /@paper ([\w-]+),/.exec(readFileSync(`${directory}/${file}`, 'utf8'))?.[1];
      return paper ? [`${kind}/${path.basename(file, '.ts')} ${paper}`] : [];
    });
  });
}

describe('library', () => {
  it('has a valid paper.json in every folder, under the id of the folder', async () => {
    const ids = (await readLibrary(folder)).map(({ id }) => id);
    assert.deepEqual(ids, readdirSync(folder).sort());
    assert.ok(ids.length >= 16);
  });

  it('has no two papers of one title', async () => {
    const titles = (await readLibrary(folder)).map(({ title }) => title.toLowerCase());
    assert.deepEqual(titles, [...new Set(titles)]);
  });

  it('names the very ideas whose docstrings name its papers', async () => {
    const named = (await readLibrary(folder)).flatMap(({ id, ideas }) =>
      ideas.map((idea) => `${idea} ${id}`),
    );
    assert.deepEqual(named.sort(), ideasWithPapers().sort());
  });

  for (const id of readdirSync(folder)) {
    it(`has notes on ${id} with formulas that can be typeset`, () => {
      const notes = readFileSync(`${folder}/${id}/notes.md`, 'utf8');
      assert.match(notes, /^# \S/);
      assert.ok(notes.length > 300, 'the notes are nearly empty');
      for (const [, display, inline] of notes.matchAll(/\$\$([^$]+)\$\$|\$([^$]+)\$/g)) {
        katex.renderToString((display ?? inline)!, { throwOnError: true, strict: 'error' });
      }
      assert.equal((notes.match(/\$/g) ?? []).length % 2, 0, 'a formula is not closed');
    });
  }
});
