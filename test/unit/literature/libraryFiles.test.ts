import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import katex from 'katex';
import MarkdownIt from 'markdown-it';
import { makePaperSchema } from '../../../scripts/paperSchema.mjs';
import type { IdeaKind, LibraryPaper } from '../../../src/literature/library';
import { readLibrary } from '../../../src/literature/readLibrary';

const folder = 'library';
const shared = '../shared/literature';
const folders = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** Where each kind of idea lives in the lab. */
const roomOf = {
  loss: 'losses',
  sampler: 'samplers',
  miner: 'miners',
  distance: 'distances',
  regularizer: 'regularizers',
  metric: 'metrics',
} satisfies Partial<Record<IdeaKind, string>>;

/** `loss/circle circle-loss` for every idea of the lab whose docstring says `@paper circle-loss, ...`. */
function ideasWithPapers(): string[] {
  return Object.entries(roomOf).flatMap(([kind, name]) => {
    const directory = `src/lab/${name}`;
    const files = existsSync(directory) ? readdirSync(directory) : [];
    return files.flatMap((file) => {
      const paper = /@paper ([\w-]+),/.exec(readFileSync(`${directory}/${file}`, 'utf8'))?.[1];
      return paper ? [`${kind}/${path.basename(file, '.ts')} ${paper}`] : [];
    });
  });
}

interface Literature {
  readonly results: readonly {
    readonly metrics: Readonly<Record<string, number | string>>;
    readonly verified: boolean;
    readonly verified_metrics?: readonly string[];
  }[];
}

/** All figures of a file of the literature, and those seen at their source; a fraction also as the percentage that it is. */
function figuresOf({ results }: Literature): { readonly all: Set<number>; readonly seen: Set<number> } {
  const [all, seen] = [new Set<number>(), new Set<number>()];
  for (const { metrics, verified, verified_metrics: only } of results) {
    for (const [metric, text] of Object.entries(metrics)) {
      const wasSeen = only ? only.includes(metric) : verified;
      for (const [figure] of String(text).matchAll(/-?\d+(\.\d+)?/g)) {
        for (const value of [Number(figure), Number((Number(figure) * 100).toFixed(2))]) {
          all.add(value);
          if (wasSeen) seen.add(value);
        }
      }
    }
  }
  return { all, seen };
}

const markdown = new MarkdownIt({ linkify: true });
markdown.linkify.set({ fuzzyLink: false });

/** Where the links and images of a Markdown text lead, bare addresses included. */
function targets(text: string): string[] {
  return markdown
    .parse(text, {})
    .flatMap(({ children }) => children ?? [])
    .map((token) => token.attrGet('href') ?? token.attrGet('src'))
    .filter((target) => target !== null);
}

describe('library', () => {
  let papers: LibraryPaper[];

  before(async () => {
    papers = await readLibrary(folder);
  });

  it('has a valid paper.json in every folder, under the id of the folder', () => {
    assert.deepEqual(
      papers.map(({ id }) => id),
      folders,
    );
  });

  it('publishes the schema as it is now; if not, run: node esbuild.mjs', async () => {
    assert.equal(readFileSync(`${folder}/paper.schema.json`, 'utf8'), await makePaperSchema('.'));
  });

  it('has every paper of the literature', function () {
    if (!existsSync(shared)) {
      console.log(`      skipped: no ${shared}`);
      this.skip();
    }
    const literature = JSON.parse(readFileSync(`${shared}/index.json`, 'utf8')) as { id: string }[];
    assert.deepEqual(
      literature.map(({ id }) => id).filter((id) => !folders.includes(id)),
      [],
    );
  });

  it('has no figure that the literature has not, and calls none seen that was not', function () {
    if (!existsSync(shared)) {
      console.log(`      skipped: no ${shared}`);
      this.skip();
    }
    const faults = papers.flatMap(({ id, results }) => {
      const source = `${shared}/${id}.json`;
      if (!existsSync(source)) return [];
      const { all, seen } = figuresOf(JSON.parse(readFileSync(source, 'utf8')) as Literature);
      return results.flatMap(({ metrics, verified, method }) =>
        Object.entries(metrics)
          .filter(([, figure]) => !(verified ? seen : all).has(figure))
          .map(([metric, figure]) => `${id}: ${method}, ${metric} ${figure}`),
      );
    });
    assert.deepEqual(faults, []);
  });

  it('has no two papers of one title', () => {
    const titles = papers.map(({ title }) => title.toLowerCase());
    assert.deepEqual(titles, [...new Set(titles)]);
  });

  it('names the very ideas whose docstrings name its papers', () => {
    const named = papers.flatMap(({ id, ideas }) => ideas.map((idea) => `${idea} ${id}`));
    assert.deepEqual(named.sort(), ideasWithPapers().sort());
  });

  it('relates papers to others that it has, and to each in one way once', () => {
    const related = papers.flatMap(({ id, relations }) =>
      Object.entries(relations).flatMap(([kind, others]) =>
        others.map(({ text, paper }) => ({ id, paper, all: `${id} ${kind} ${text}` })),
      ),
    );
    const dangling = related.filter(({ id, paper }) => paper === id || (paper && !folders.includes(paper)));
    assert.deepEqual(dangling, []);
    assert.equal(new Set(related.map(({ all }) => all)).size, related.length);
  });

  for (const id of folders) {
    const notes = readFileSync(`${folder}/${id}/notes.md`, 'utf8');

    it(`has notes on ${id} with formulas that can be typeset`, () => {
      assert.match(notes, /^# \S/);
      assert.ok(notes.length > 300, 'the notes are nearly empty');
      for (const [, display, inline] of notes.matchAll(/\$\$([^$]+)\$\$|\$([^$]+)\$/g)) {
        katex.renderToString((display ?? inline)!, { throwOnError: true, strict: 'error' });
      }
      assert.equal((notes.match(/\$/g) ?? []).length % 2, 0, 'a formula is not closed');
    });

    it(`leads from ${id} only to secure addresses and to files that are there`, () => {
      const faults = targets(notes).filter((target) =>
        /^\w+:/.test(target)
          ? !/^https:\/\/[\w-]+(\.[\w-]+)+(\/|$)/.test(target)
          : !existsSync(path.join(folder, id, decodeURIComponent(target.replace(/#.*$/, '')))),
      );
      assert.deepEqual(faults, []);
    });

    const experiment = `${folder}/${id}/experiment.ts`;
    if (existsSync(experiment)) {
      it(`has an experiment on ${id} that says so`, () => {
        assert.equal(/^\s*paper:\s*['"]([^'"]+)['"]/m.exec(readFileSync(experiment, 'utf8'))?.[1], id);
      });
    }
  }
});
