import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import type { LibraryPaper } from '../../../src/literature/library';
import {
  escapeKeepingLinks,
  escapeMarkdown,
  linkMarkdown,
  webAddress,
  withoutAddresses,
} from '../../../src/extension/markdownText';
import { hoverCard } from '../../../src/extension/papers/hoverCard';
import type { Paper } from '../../../src/extension/papers/paper';
import { paperDocument } from '../../../src/extension/papers/paperDocument';
import type { Outcome } from '../../../src/protocol/outcome';
import { libraryPaper } from '../../support/libraryPaper';
import { row } from './rows';

const render = (text: string): string => new MarkdownIt({ html: true, linkify: true }).render(text);
const hostile =
  '<img src=x onerror=alert(1)> [x](javascript:alert(1)) *b* `c` | $a$ # h ![i](http://x) &lt; http://evil.example';

const facts: LibraryPaper = {
  ...libraryPaper,
  code: [{ url: 'https://example.org/code', official: true, licence: 'MIT', note: '' }],
  relations: {
    ...libraryPaper.relations,
    buildsOn: [
      { text: 'Triplet', paper: 'triplet-facenet-semihard' },
      { text: 'U-net', paper: null },
    ],
    refutes: [{ text: 'Equal penalties', paper: null }],
  },
  protocol: { ...libraryPaper.protocol, datasets: ['CUB', 'SOP'], dimension: '512', batch: '16 × 5' },
  results: [
    {
      dataset: 'CUB',
      method: 'Circle',
      backbone: 'BN-Inception',
      dimension: 512,
      metrics: { 'R@1': 66.7 },
      source: 'Table 5',
      verified: true,
    },
    {
      dataset: 'SOP',
      method: 'Circle',
      backbone: null,
      dimension: null,
      metrics: { 'R@1': 78.3 },
      source: 'memory',
      verified: false,
    },
  ],
  claim: 'circle beats triplet',
};
const paper: Paper = {
  id: 'circle-loss',
  title: hostile,
  authors: [hostile],
  venue: 'CVPR',
  year: 2020,
  mark: '+1',
  links: [
    { text: hostile, url: 'javascript:alert(1)' },
    { text: 'page', url: 'https://example.org/a?b=1&c=(2)' },
  ],
  facts,
  entries: [
    {
      document: 'file:///summary.md',
      line: 3,
      notes: [{ text: hostile, line: 4, notes: [{ text: 'inner', line: 5, notes: [] }] }],
    },
  ],
};

describe('escapeMarkdown', () => {
  it('shows any text as it stands', () => {
    const shown = new MarkdownIt({ html: true }).renderInline(escapeMarkdown(hostile));
    const text = shown
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&');
    assert.equal(text, hostile);
    assert.doesNotMatch(shown, /<(?!br)/);
  });
});

describe('linkMarkdown', () => {
  it('links to the web and to nothing else', () => {
    assert.equal(
      render(linkMarkdown('a', 'https://example.org/x')).trim(),
      '<p><a href="https://example.org/x">a</a></p>',
    );
    for (const url of [
      'javascript:alert(1)',
      'command:x',
      'file:///etc/passwd',
      'data:text/html,x',
      'not an address',
    ]) {
      assert.equal(webAddress(url), null);
      assert.doesNotMatch(render(linkMarkdown('a', url)), /href/);
    }
  });
});

describe('A note with links', () => {
  const note = 'see [arXiv](https://arxiv.org/abs/1) and *not* [this](command:x)';

  it('keeps those to the web, and shows the rest as it stands', () => {
    assert.equal(
      render(escapeKeepingLinks(note)).trim(),
      '<p>see <a href="https://arxiv.org/abs/1">arXiv</a> and *not* [this](command:x)</p>',
    );
  });

  it('is shown without their addresses where there is little room', () => {
    assert.equal(withoutAddresses(note), 'see arXiv and *not* [this](command:x)');
  });
});

describe("A paper's page", () => {
  const outcome: Outcome = {
    claim: { better: 'circle', than: 'triplet', on: 'R@1' },
    state: 'supported',
    difference: { mean: 0.021, interval: [0.015, 0.027] },
    seedsToDecide: null,
    seeds: [0, 1, 2, 3, 4],
    scores: {},
    ...{ untrained: 0.1, steps: 300, backend: 'onnx-cpu', device: 'a processor', codeHash: 'ab' },
    command: 'metric-lab train x.ts',
  };
  const page = paperDocument(paper, { notes: 'Our *own* words, $x^2$.\n', outcome }, [
    row({ test: { 'R@1': 0.7111 }, variant: hostile }),
  ]);
  const html = render(page);

  it('shows the notes, nested, the claim, the figures and the own results', () => {
    assert.match(html, /Our <em>own<\/em> words/);
    assert.match(html, /<li>[\s\S]*<ul>\s*<li>inner<\/li>/);
    assert.match(html, /circle beats triplet/);
    assert.match(html, /<td>71.1<\/td>/);
    assert.match(html, /<td>BN-Inception, 512<\/td>\s*<td>R@1 66.7<\/td>\s*<td>Table 5<\/td>/);
  });

  it('prints shares alone in percent, and says of which fold a run is, and what was chosen on test', () => {
    const sizes = { train: 3, validation: 1, test: 4 };
    const split = {
      hash: 'h',
      fold: { index: 1, of: 4, cut: 'full' as const },
      classes: sizes,
      images: sizes,
    };
    const rows = [
      row({ test: { 'R@1': 0.7, 'intra/inter': 0.5 }, split }),
      row({ test: { 'R@1': 0.9, 'intra/inter': 0.5 }, selectedOn: 'oracle' }),
    ];
    const text = paperDocument(paper, { notes: null, outcome: null }, rows);
    assert.doesNotMatch(text, /intra|50\\\.0/);
    assert.match(text, /\| circle \| 0 \| 1 of 4 \| 70/);
    assert.match(text, /\| circle \\\(oracle, chosen on test/);
  });

  it("says what the library's own runs say of the claim, and how to see it again", () => {
    assert.match(html, /Claim supported: circle against triplet, R@1 \+2\.1 ± 0\.6 over 5 seeds/);
    assert.match(html, /<code>metric-lab train x\.ts<\/code>/);
  });

  it('leads to the papers that it has to do with, and names what the library lacks', () => {
    assert.match(html, /Builds on:<\/strong> <a href="triplet-facenet-semihard\.md">Triplet<\/a>; U-net/);
    assert.match(html, /Refutes:<\/strong> Equal penalties/);
    assert.doesNotMatch(html, /Contested by/);
  });

  it('says in one line how the figures came about', () => {
    assert.match(html, /<p>CUB, SOP · dimension 512 · batch 16 × 5<\/p>/);
    const unknown = paperDocument({ ...paper, facts: libraryPaper }, { notes: null, outcome: null }, []);
    assert.doesNotMatch(unknown, /Reported|Related/);
  });

  it('marks a figure whose source was not seen', () => {
    assert.match(html, /<td>⚠ unverified: memory<\/td>/);
    assert.equal(html.match(/unverified/g)?.length, 1);
  });

  it('lets nothing of the summary or of a record become markup', () => {
    assert.doesNotMatch(html, /<img|<script|javascript:alert\(1\)"|onerror=alert\(1\)>[^&]*<\/p>\s*<img/);
    const addresses = [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url);
    assert.deepEqual(addresses, [
      'https://arxiv.org/abs/2002.10857',
      'https://arxiv.org/pdf/2002.10857',
      'https://example.org/code',
      'https://example.org/a?b=1&amp;c=(2)',
      // Of a note.
      'http://x/',
      'triplet-facenet-semihard.md',
    ]);
  });
});

describe('The hover card', () => {
  it('says what the paper is and how it did here', () => {
    const html = render(
      hoverCard(paper, {
        best: {
          variant: 'circle',
          recallAt1: 0.7111,
          replicates: [
            { seed: 0, fold: null },
            { seed: 1, fold: null },
            { seed: 2, fold: null },
          ],
        },
        verdict: null,
        progress: null,
      }),
    );
    assert.match(html, /<strong>R@1 71.1<\/strong> \(circle, 3 seeds\)/);
    assert.doesNotMatch(html, /<img/);
    const best = { variant: 'circle', recallAt1: 0.7, replicates: [{ seed: 0, fold: null }] };
    const stale = hoverCard(paper, { best, verdict: null, progress: null, stale: true });
    assert.match(render(stale), /circle, 1 seed\) · of an earlier version/);
  });
});
