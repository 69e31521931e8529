/** Hostile text in the Markdown that the editor itself renders: hovers, tooltips, a paper's document. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt from 'markdown-it';
import {
  escapeKeepingLinks,
  escapeMarkdown,
  linkMarkdown,
  webAddress,
  withoutLinks,
} from '../../../src/extension/markdownText';
import { hoverCard } from '../../../src/extension/papers/hoverCard';
import type { Paper } from '../../../src/extension/papers/paper';
import { paperDocument } from '../../../src/extension/papers/paperDocument';
import { poisoned } from '../../fixtures/hostile/poisoned';
import { vectors } from '../../fixtures/hostile/vectors';
import { libraryPaper } from '../../support/libraryPaper';
import { row } from './rows';

/** As lenient as a renderer can be: whatever is not escaped becomes markup. */
const renderer = new MarkdownIt({ html: true, linkify: true });
renderer.validateLink = () => true;

const tags = (html: string) => [...html.matchAll(/<\/?([^\s>/]+)[^>]*>/g)].map(([tag]) => tag);

const paper: Paper = {
  id: 'x',
  title: 'x',
  authors: ['x', 'x'],
  venue: 'x',
  year: 2020,
  mark: '+1',
  links: [{ text: 'x', url: 'x' }],
  entries: [
    {
      document: 'file:///x.md',
      line: 3,
      notes: [{ text: 'x', line: 4, notes: [{ text: 'x', line: 5, notes: [] }] }],
    },
  ],
  facts: {
    ...libraryPaper,
    claim: 'x',
    protocol: { ...libraryPaper.protocol, datasets: ['x'], batch: 'x' },
    relations: { ...libraryPaper.relations, buildsOn: [{ text: 'x', paper: null }] },
    results: [
      {
        ...{ dataset: 'x', method: 'x', backbone: 'x', dimension: 64, metrics: { 'R@1': 50 } },
        ...{ source: 'x', verified: false },
      },
    ],
  },
};

describe('Hostile text in Markdown', () => {
  it('stays text where it is escaped', () => {
    for (const vector of vectors) {
      const html = renderer.render(escapeMarkdown(vector));
      assert.deepEqual(
        tags(html).filter((tag) => tag !== '<p>' && tag !== '</p>'),
        [],
        JSON.stringify(vector),
      );
    }
  });

  it('is a link only where it leads to the web', () => {
    for (const vector of vectors) {
      const address = webAddress(vector);
      if (address !== null) assert.match(address, /^https?:\/\/[^<>\s]*$/);
      const links = tags(renderer.render(linkMarkdown('x', vector))).filter((tag) => tag.startsWith('<a'));
      assert.deepEqual(
        links.map((tag) => /^<a href="https?:\/\/[^"]*">$/.test(tag)),
        links.map(() => true),
        JSON.stringify(vector),
      );
    }
  });

  it('keeps links to the web alone where a note may have links', () => {
    for (const vector of vectors) {
      const found = tags(renderer.render(escapeKeepingLinks(vector)));
      const others = found.filter((tag) => !/^<\/?p>$|^<\/a>$|^<a href="https?:\/\/[^"]*">$/.test(tag));
      assert.deepEqual(others, [], JSON.stringify(vector));
    }
  });

  it('holds no link of the editor’s own in a message', () => {
    // What the editor makes a link in a notification.
    const link = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+/i;
    assert.ok(vectors.some((vector) => link.test(vector)));
    for (const vector of vectors) assert.doesNotMatch(withoutLinks(vector), link);
  });

  it('adds nothing to a paper’s document and its card', () => {
    const texts = (text: string) => {
      const { arxiv, doi, code } = libraryPaper;
      const facts = { ...poisoned(paper.facts!, text), ...{ arxiv, doi, code } };
      const hostile = { ...poisoned(paper, text), facts };
      const rows = [row({ variant: text, backend: text, test: { [text]: 0.5, 'R@1': 0.5 } })];
      return [
        paperDocument(hostile, { notes: null, outcome: null }, rows),
        hoverCard(hostile, {
          best: {
            variant: text,
            recallAt1: 0.5,
            replicates: [
              { seed: 0, fold: null },
              { seed: 1, fold: null },
            ],
          },
          verdict: null,
          progress: null,
        }),
      ];
    };
    const shape = (text: string) =>
      texts(text).map((markdown) => tags(renderer.render(markdown)).filter((tag) => !/^<\/?a/.test(tag)));
    const plain = shape('x');
    assert.ok(plain.every((found) => found.length > 3));
    for (const vector of vectors) assert.deepEqual(shape(vector), plain, JSON.stringify(vector));
  });

  it('cannot call a command: none of our Markdown is trusted, or holds HTML', () => {
    const folder = 'src/extension';
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    assert.ok(files.length > 40);
    const trusting = files.filter((file) =>
      /isTrusted\s*[=:]\s*true|supportHtml\s*[=:]\s*true/.test(readFileSync(path.join(folder, file), 'utf8')),
    );
    assert.deepEqual(trusting, []);
  });
});
