import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { LibraryPaper } from '../../../src/literature/library';
import { paperMatcher } from '../../../src/literature/match';
import { parseSummary } from '../../../src/literature/parseSummary';
import { readLibrary } from '../../../src/literature/readLibrary';

const shared = '../shared/summary';

describe('paperMatcher', () => {
  let library: LibraryPaper[];
  const idOf = (title: string, url?: string): string | undefined =>
    paperMatcher(library)({ title, links: url ? [{ text: url, url }] : [] })?.id;

  before(async () => {
    library = await readLibrary('library');
  });

  it('finds every paper of a real summary, and the library knows their sections and marks', function () {
    if (!existsSync(shared)) {
      console.log(`      skipped: no ${shared}`);
      this.skip();
    }
    const expected = JSON.parse(readFileSync(`${shared}/expected.json`, 'utf8')) as {
      sections: { title: string; papers: { paper: string; mark: string | null }[] }[];
    };
    const { sections } = parseSummary(
      readFileSync(`${shared}/distance-metric-representation-learning.txt`, 'utf8'),
    );
    const found = sections.flatMap(({ papers }) => papers.map(paperMatcher(library)));
    assert.deepEqual(
      found.map((paper) => [paper?.id, paper?.section, paper?.mark]),
      expected.sections.flatMap(({ title, papers }) => papers.map(({ paper, mark }) => [paper, title, mark])),
    );
    const inSummary = library.filter(({ section, mark }) => section !== null || mark !== null);
    assert.deepEqual(new Set(found), new Set(inSummary));
  });

  it('goes by arXiv id and DOI before it looks at the title', () => {
    assert.equal(idOf('Another title', 'https://arxiv.org/pdf/2002.10857v2'), 'circle-loss');
    assert.equal(idOf('Another title', 'https://doi.org/10.1109/cvpr.2019.00196'), 'fastap');
    assert.equal(idOf('Another title', 'https://example.org/2002.10857'), undefined);
  });

  const titles: [title: string, id: string | undefined][] = [
    ['CIRCLE LOSS — a unified perspective of pair similarity optimization', 'circle-loss'],
    ['Multi-relational Poincare Graph Embeddings', 'murp-multirelational-poincare'],
    ['Unsupervised Meta Learning for Few-Show Image Clasification', 'umtra'],
    ['Deep Metric Learning to Rank=FastAP', 'fastap'],
    ['Deep Metric Learning to Rank (FastAP)', 'fastap'],
    ['Circle Loss', 'circle-loss'],
    ['RepMet', 'repmet'],
    ['Deep Metric Learning', undefined],
    ['Ranked Loss', undefined],
    ['', undefined],
  ];
  for (const [title, id] of titles) {
    it(`takes '${title}' for ${id ?? 'none of the library'}`, () => assert.equal(idOf(title), id));
  }

  it('takes no paper of the library for another one', () => {
    for (const { id, title } of library) {
      const others = library.filter((paper) => paper.id !== id);
      assert.equal(paperMatcher(others)({ title, links: [] })?.id, undefined, id);
    }
  });
});
