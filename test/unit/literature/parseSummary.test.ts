import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseSummary, readSummary } from '../../../src/literature/parseSummary';
import type { Note, Section, Summary, SummaryPaper } from '../../../src/literature/summary';

const shared = '../shared/summary';
const document = `${shared}/distance-metric-representation-learning.txt`;
const fixtures = 'test/fixtures/summaries';

interface Expected {
  readonly sections: readonly {
    readonly title: string;
    readonly papers: readonly { readonly title: string; readonly mark: string | null }[];
  }[];
  readonly papers: number;
}

/** Sections, papers and marks alone. */
function outlineOf({ sections }: Pick<Summary | Expected, 'sections'>) {
  return sections.map(({ title, papers }) => ({
    title,
    papers: papers.map((paper) => ({ title: paper.title, mark: paper.mark })),
  }));
}

/** Notes as an indented text, with their lines. */
function draw(notes: readonly Note[], depth = 0): string[] {
  return notes.flatMap((note) => [
    `${'  '.repeat(depth)}${note.line} ${note.text}`,
    ...draw(note.notes, depth + 1),
  ]);
}

function papersOf(summary: Summary): SummaryPaper[] {
  return summary.sections.flatMap(({ papers }) => papers);
}

function paperCalled(summary: Summary, title: string): SummaryPaper {
  const paper = papersOf(summary).find((candidate) => candidate.title === title);
  assert.ok(paper, `no paper '${title}'`);
  return paper;
}

describe('parseSummary on a real summary', () => {
  let text: string;
  let expected: Expected;

  before(function () {
    if (!existsSync(document)) {
      console.log(`      skipped: no ${document}`);
      this.skip();
    }
    text = readFileSync(document, 'utf8');
    expected = JSON.parse(readFileSync(`${shared}/expected.json`, 'utf8')) as Expected;
  });

  it('finds exactly its sections, papers and marks', () => {
    const summary = parseSummary(text);
    assert.deepEqual(outlineOf(summary), outlineOf(expected));
    assert.equal(papersOf(summary).length, expected.papers);
    assert.equal(summary.title, 'Paper Summary on Distance Metric, Representation Learning');
  });

  it('keeps every line below a list paper under that paper, with its number', () => {
    const rows = text.split('\n');
    for (const { title, line, notes } of papersOf(parseSummary(text)).filter(({ line }) =>
      rows[line - 1]!.startsWith('  •'),
    )) {
      const wanted = [];
      for (let at = line; rows[at] === '' || rows[at]?.startsWith('   '); at += 1) {
        if (rows[at] !== '') wanted.push(`${at + 1} ${rows[at]!.replace('•', '').trim()}`);
      }
      const own = draw(notes).map((note) => note.trim());
      assert.deepEqual(
        own.filter((note) => !note.startsWith(`${line} `)),
        wanted,
        title,
      );
    }
  });

  it('nests notes as deep as the document does', () => {
    const { notes } = paperCalled(
      parseSummary(text),
      'Circle Loss: A Unified Perspective of Pair Similarity Optimization',
    );
    const evaluation = notes.find((note) => note.text === 'Evaluation:')!;
    assert.deepEqual(
      evaluation.notes.map((note) => note.line),
      [62, 66, 68],
    );
    assert.deepEqual(
      evaluation.notes[0]!.notes.map((note) => note.line),
      [63, 64, 65],
    );
  });

  it('gives the text below a heading that is a paper to the paper, and what follows a divider to the section', () => {
    const section = parseSummary(text).sections.at(-1)!;
    assert.deepEqual(
      section.papers[0]!.notes.map((note) => note.line),
      [178, 179],
    );
    assert.deepEqual(
      section.notes.map((note) => note.line),
      [181, 183, 185],
    );
  });

  it('reads authors in all its ways of writing them', () => {
    const authors = papersOf(parseSummary(text)).flatMap((paper) =>
      paper.authors.length > 0 ? [paper.authors] : [],
    );
    assert.deepEqual(authors, [
      ['Karsten Roth', 'et al.'],
      ['Istvan Feh ´ erv ´ ari', 'et al.'],
      ['Kevin Musgrave', 'Serge Belongie', 'Ser-Nam Lim'],
      ['Karsten Roth', 'Biagio Brattoli', 'Bjorn Ommer'],
      ['Xun Wang', 'Haozhi Zhang', 'Weilin Huang', 'Matthew R. Scott'],
      ['Qi Qian', 'Lei Shang', 'Baigui Sun', 'Juhua Hu', 'Hao Li', 'Rong Jin'],
    ]);
  });

  const rewritten: Record<string, (text: string) => string> = {
    'with Windows line ends and a byte order mark': (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`,
    'with hyphens for bullets': (text) => text.replaceAll('•', '-'),
    'with stars for bullets': (text) => text.replaceAll('•', '*'),
    'with numbers for bullets': (text) => text.replaceAll('•', '1)'),
    'indented by tabs': (text) => text.replace(/^ +/gm, (space) => '\t'.repeat(space.length / 2)),
    'indented by single spaces': (text) => text.replace(/^ +/gm, (space) => ' '.repeat(space.length / 2)),
    'indented by four': (text) => text.replace(/^ +/gm, (space) => space.repeat(2)),
    'indented as a whole': (text) => text.replace(/^(?=.)/gm, '     '),
    'with notes that stand a column to the left': (text) => {
      let notes = 0;
      return text.replace(/^ {4}(?=•)/gm, (space) => ((notes += 1) % 3 === 2 ? '   ' : space));
    },
    'with emoji for marks': (text) => text.replaceAll(':+1:', '👍').replaceAll(':-1:', '👎🏽'),
    'without the index': (text) =>
      text.replace(/^ {2}\d\..*\n/gm, '').replace('Learning\n\n\n', 'Learning\n\nWasserstein\n\n'),
  };
  for (const [how, rewrite] of Object.entries(rewritten)) {
    it(`finds the same ${how}`, function () {
      const found = outlineOf(parseSummary(rewrite(text)));
      // Without the index nothing says that the last line, alone at the margin, is a heading as well as a paper.
      const wanted = outlineOf(expected);
      if (how !== 'without the index') return assert.deepEqual(found, wanted);
      assert.deepEqual(
        found.flatMap(({ papers }) => papers),
        wanted.flatMap(({ papers }) => papers),
      );
      assert.deepEqual(
        found.map(({ title }) => title),
        wanted.slice(0, -1).map(({ title }) => title),
      );
    });
  }

  it('finds the same with Markdown headings', () => {
    const headings = new Set(expected.sections.map(({ title }) => title));
    const rows = text
      .split('\n')
      .map((row, at) => (at === 0 ? `# ${row}` : headings.has(row) ? `## ${row}` : row));
    assert.deepEqual(outlineOf(parseSummary(rows.join('\n'))), outlineOf(expected));
  });
});

describe('parseSummary', () => {
  const read = (name: string): Summary => parseSummary(readFileSync(`${fixtures}/${name}`, 'utf8'));

  it('reads Markdown: linked index, numbered papers, underlined headings, papers as headings', () => {
    const summary = read('reading-list.md');
    assert.equal(summary.title, 'Reading list');
    assert.deepEqual(outlineOf(summary), [
      {
        title: 'Pair losses',
        papers: [
          { title: 'Circle Loss: A Unified Perspective of Pair Similarity Optimization', mark: '+1' },
          { title: 'Ranked List Loss for Deep Metric Learning', mark: '-1' },
          { title: 'Multi-Similarity Loss with General Pair Weighting for Deep Metric Learning', mark: null },
        ],
      },
      {
        title: 'Proxies',
        papers: [
          { title: 'No Fuss Distance Metric Learning using Proxies', mark: null },
          { title: 'Proxy Anchor Loss for Deep Metric Learning', mark: null },
        ],
      },
      {
        title: 'Memory',
        papers: [
          { title: 'Cross-Batch Memory for Embedding Learning', mark: null },
          { title: 'Momentum Contrast', mark: null },
        ],
      },
    ]);
  });

  it('keeps notes in Markdown, code and all, with their nesting and lines', () => {
    const summary = read('reading-list.md');
    const [circle, , multiSimilarity] = summary.sections[0]!.papers;
    assert.deepEqual(draw(circle!.notes), [
      '16 Motivation',
      '  17 1. both similarities get the same gradient',
      '  18 2. the target is ambiguous',
      '19 See also [the ranked list loss](https://arxiv.org/abs/1903.03238), which came first.',
    ]);
    assert.deepEqual(draw(multiSimilarity!.notes), [
      '25 A paragraph of its own.',
      '27 ```python',
      '28 # not a heading',
      '29 loss = ms(x, y)',
      '30 ```',
    ]);
    assert.deepEqual(draw(summary.sections[1]!.notes), ['41 Closing words of the section.']);
    assert.deepEqual(draw(summary.sections[2]!.papers[0]!.notes), [
      '48 old embeddings stand in for fresh ones',
      '49 needs a warm-up',
      '51 Results',
      '  53 80.6 on SOP.',
    ]);
  });

  it('takes as links of a paper those of its own line and of notes that are nothing but links', () => {
    const [circle, rankedList] = read('reading-list.md').sections[0]!.papers;
    assert.deepEqual(
      circle!.links.map(({ url }) => url),
      ['https://arxiv.org/abs/2002.10857'],
    );
    assert.deepEqual(rankedList!.links, [
      { text: 'PDF', url: 'https://arxiv.org/pdf/1903.03238' },
      { text: 'code', url: 'https://github.com/XinshaoAmosWang/Ranked-List-Loss-for-DML' },
    ]);
  });

  it('reads an "awesome" list: HTML, badges, pairs of links, tables', () => {
    const summary = read('awesome.md');
    assert.equal(summary.title, 'Awesome Embeddings');
    assert.deepEqual(
      summary.sections.map(({ title, line, papers }) => [line, title, papers.length]),
      [
        [9, 'How to help', 0],
        [13, 'Table of Contents', 0],
        [18, 'Losses', 0],
        [20, '1.1 Pairs', 4],
        [36, 'Benchmarks', 0],
        [38, 'Retrieval', 2],
      ],
    );
    assert.doesNotMatch(JSON.stringify(summary), /hidden line|<b>|<a |&amp;/);
  });

  it('takes facts of a paper from its own line, and from notes that are nothing but facts', () => {
    const papers = read('awesome.md').sections[3]!.papers;
    assert.deepEqual(
      papers.map(({ title, authors, venue, year, links }) => [
        title,
        authors,
        venue,
        year,
        links.map(({ url }) => url.slice('https://'.length)),
      ]),
      [
        [
          'Circle Loss: A Unified Perspective of Pair Similarity Optimization.',
          ['Yifan Sun', 'Changmao Cheng', 'Yuhan Zhang'],
          'CVPR',
          2020,
          ['arxiv.org/abs/2002.10857', 'github.com/example/circle'],
        ],
        [
          'Ranked List Loss',
          [],
          'CVPR',
          2019,
          [
            'arxiv.org/abs/1903.03238',
            'img.shields.io/github/stars/example/rll',
            'openaccess.thecvf.com/content_CVPR_2019/papers/a.pdf',
            'github.com/example/rll',
          ],
        ],
        [
          'Café & Metric Learning with two lines',
          [],
          null,
          null,
          ['openreview.net/forum?id=abc', 'doi.org/10.1109/CVPR.2019.00516', 'github.com/example/cafe'],
        ],
        ['FaceNet: A Unified Embedding for Face Recognition', [], null, null, ['arxiv.org/abs/1503.03832']],
      ],
    );
    assert.deepEqual(draw(papers[3]!.notes), ['33 It introduces the triplet loss, where a<b.']);
  });

  it('reads tables of papers by the words at their head, and leaves other tables as notes', () => {
    const { papers, notes } = read('awesome.md').sections.at(-1)!;
    assert.deepEqual(
      papers.map(({ line, title, venue, year, links, notes }) => [
        line,
        title,
        venue,
        year,
        links.map(({ text }) => text),
        ...draw(notes),
      ]),
      [
        [
          42,
          'Proxy Anchor Loss for Deep Metric Learning',
          'CVPR',
          2020,
          ['Proxy Anchor Loss for Deep Metric Learning', 'PyTorch'],
          '42 Method: PA',
          '42 R@1: 69.7',
        ],
        [43, 'FastAP', 'CVPR', 2019, ['link'], '43 R@1: 58.9 | 60.1'],
      ],
    );
    assert.deepEqual(draw(notes), ['45 | Data | Classes |', '47 | CUB, CVPR 2011 | 200 |']);
  });

  it('reads papers that are headings, with their facts in the list or the lines below', () => {
    const summary = read('headings.md');
    assert.deepEqual(
      summary.sections.map(({ title, papers }) => [title, ...papers.map((paper) => paper.title)]),
      [
        [
          'Losses',
          'Sampling Matters in Deep Embedding Learning',
          'Circle Loss',
          'Hard-Aware Deeply Cascaded Embedding',
          'Ranked List Loss for Deep Metric Learning',
        ],
        ['Surveys', 'A Metric Learning Reality Check'],
        ['Links'],
      ],
    );
    const [sampling, circle, , ranked] = summary.sections[0]!.papers;
    assert.deepEqual(draw(sampling!.notes), [
      '7 Oral',
      '9 Paper: https://arxiv.org/abs/1706.07567',
      '11 Code (MXNet + Python): https://github.com/example/sampling',
      '12 Pipeline: Dense 128 -> L2 Norm -> Margin Loss',
      '13 learning beta : does not help',
    ]);
    assert.deepEqual(
      [sampling, circle, ranked].map((paper) => [
        paper!.authors,
        paper!.venue,
        paper!.year,
        ...paper!.links.map(({ url }) => url.slice('https://'.length)),
      ]),
      [
        [[], 'ICCV', 2017, 'arxiv.org/abs/1706.07567', 'github.com/example/sampling'],
        [
          ['Yifan Sun', 'Changmao Cheng'],
          'CVPR',
          2020,
          'arxiv.org/abs/2002.10857',
          'github.com/example/circle',
        ],
        [[], 'CVPR', 2019, 'arxiv.org/abs/1903.03238'],
      ],
    );
    const check = paperCalled(summary, 'A Metric Learning Reality Check');
    assert.deepEqual([check.authors, check.links.length], [['Kevin Musgrave'], 1]);
    assert.deepEqual(draw(summary.sections[2]!.notes), [
      '41 Slides: https://example.org/slides',
      '42 [Another list](https://example.org/list) of papers',
    ]);
  });

  it('puts papers that are the shallowest headings into one section', () => {
    const text = [
      '## 1. Sampling Matters\n- Paper: https://arxiv.org/abs/1706.07567\n- a note',
      '## 2. Hard-Aware Deeply Cascaded Embedding',
      '## 3. Circle Loss (CVPR 2020)\n### Results\n- 83.4 on CUB',
      '## References\nNone.',
    ].join('\n\n');
    const outlined = (from: string) =>
      parseSummary(from).sections.map(({ title, line, papers }) => [
        title,
        line,
        ...papers.map((paper) => paper.title),
      ]);
    const papers = ['Sampling Matters', 'Hard-Aware Deeply Cascaded Embedding', 'Circle Loss'];
    assert.deepEqual(outlined(text), [
      ['Papers', 1, ...papers],
      ['References', 11],
    ]);
    assert.deepEqual(outlined(`# Spring\n${text}`), [
      ['Spring', 2, ...papers],
      ['References', 12],
    ]);
  });

  it('takes a heading over headings that are papers, and one that names links, for a section', () => {
    const { sections } = parseSummary(
      '# A\n## Pairs\n### Circle Loss\n- [pdf](https://a.org)\n# Links\n- Code: https://b.org',
    );
    assert.deepEqual(
      sections.map(({ title, papers }) => [title, ...papers.map((paper) => paper.title)]),
      [['A'], ['Pairs', 'Circle Loss'], ['Links']],
    );
  });

  it('reads a survey: badges, nested index, tables of papers and of other things, code', () => {
    const { title, sections } = read('survey.md');
    assert.equal(title, 'Losses for Embeddings: a Survey');
    assert.deepEqual(
      sections.map((section) => [section.title, section.papers.length]),
      [
        ['1. Introduction', 0],
        ['2. Losses', 0],
        ['2.1 Pairs', 3],
        ['2.2 Proxies', 2],
        ['3. Data', 0],
        ['Citation', 0],
      ],
    );
    assert.deepEqual(
      sections
        .flatMap(({ papers }) => papers)
        .map((paper) => [paper.title, paper.authors.length, paper.venue, paper.year, paper.links.length]),
      [
        ['Ranked List Loss for Deep Metric Learning', 2, 'CVPR', 2019, 2],
        ['Deep Metric Learning to Rank', 2, 'CVPR', 2019, 1],
        ['Cross-Batch Memory for Embedding Learning', 2, 'CVPR', 2020, 1],
        ['No Fuss Distance Metric Learning using Proxies', 0, 'ICCV', 2017, 1],
        ['ProxyGML', 0, 'NeurIPS', 2020, 1],
      ],
    );
  });

  it('reads bibliographies in a list: authors before the title, all kinds of things behind it', () => {
    const { sections } = read('bibliography.md');
    const drawn = sections.map(({ title, papers }) => [
      title,
      ...papers.map(({ title, authors, venue, year, links }) =>
        [title, authors.join(', '), venue, year, links.length].join(' | '),
      ),
    ]);
    assert.deepEqual(drawn, [
      ['About'],
      ['Faces'],
      [
        '2014',
        'Learning Faces from Few Pictures | Ada Byron, Grace Brewster | arXiv preprint |  | 2',
        'Cascades of Comparisons | Noether E, Hopper G, et al. | European Conference on Computer Vision | 2014 | 1',
        'Deep pairs in the wild | Noether E, Hopper G, et al. | Proceedings of the Conference on Faces | 2014 | 0',
        'A Margin for Everyone | Lise Meitner | arXiv preprint |  | 2',
      ],
      [
        'Retrieval',
        'Features that Travel Well |  | ECCV | 2020 | 2',
        'Second Order for Everything | Ada Byron, Lise Meitner | CVPR | 2020 | 1',
        'Contrast Without Negatives |  |  | 2021 | 2',
        'One Camera, Many People |  | ICCV | 2019 | 0',
        'Distances You Can Trust | G. Hopper, et al. |  | 2016 | 1',
        'A Smaller Margin | E. Noether, et al. |  | 2017 | 1',
        'Anchors of Another Kind |  | CVPR | 2019 | 1',
        'Alignment of Moments Across Many Cameras and Modalities for Comparing People in Motion |  | CVPR | 2020 | 1',
        'Codes for a Billion Pictures |  |  |  | 1',
      ],
      ['Comparing at a Glance', 'Points and Pairs of All Sizes | Emmy Noether, Ada Byron |  |  | 2'],
      ['Useful Datasets', 'Thousand Cars: a Benchmark |  | CVPR | 2016 | 1'],
      ['Outdoor Scenes of Streets'],
    ]);
    const retrieval = sections[3]!;
    assert.deepEqual(draw(retrieval.papers.at(-1)!.notes), [
      '26 what most others build on',
      '27 Keywords: `hashing` `codes`',
    ]);
    assert.deepEqual(
      sections.flatMap(({ notes }) => draw(notes)),
      [
        '5 Lists that others keep: [another one](https://github.com/example/list)',
        '43 [Thousand Birds](https://example.org/birds), pictures of birds.',
        '48 Nothing yet.',
        '52 [13]: https://example.org/nobody',
      ],
    );
  });

  it('finds as many papers as each kind of document has', () => {
    const counts = Object.fromEntries(
      readdirSync(fixtures).map((name) => [name, papersOf(read(name)).length]),
    );
    assert.deepEqual(counts, {
      'awesome.md': 6,
      'bibliography.md': 15,
      'entries.md': 16,
      'headings.md': 5,
      'plain.txt': 4,
      'reading-list.md': 7,
      'references.bib': 3,
      'survey.md': 5,
    });
  });

  it('keeps what stands behind the year of a venue', () => {
    const [paper] = parseSummary('# A\n\n- Deep Metric Learning Using Triplet Network (ICLR 2015 workshop)')
      .sections[0]!.papers;
    assert.deepEqual([paper?.venue, paper?.year, draw(paper!.notes)], ['ICLR', 2015, ['3 workshop']]);
  });

  it('keeps a line right below a table, however it is indented', () => {
    const [section] = parseSummary(
      'Paper|\n|-\n| [Circle Loss](https://example.org/circle) |\n group of readers',
    ).sections;
    assert.deepEqual(draw([...section!.notes, ...section!.papers.flatMap(({ notes }) => notes)]), [
      '4 group of readers',
    ]);
  });

  it('reads plain text without an index: headings by their lists, papers by their venue', () => {
    const summary = read('plain.txt');
    assert.deepEqual(outlineOf(summary), [
      {
        title: 'Few-shot learning',
        papers: [
          { title: 'Adaptive Cross-Modal Few-shot Learning', mark: '+1' },
          { title: 'Cross Attention Network for Few-shot Classification', mark: null },
        ],
      },
      {
        title: 'Semi-supervised learning',
        papers: [
          { title: 'Mean teachers are better role models', mark: null },
          { title: 'Label Propagation for Deep Semi-supervised Learning', mark: null },
        ],
      },
    ]);
    const [modal] = summary.sections[0]!.papers;
    assert.deepEqual(draw(modal!.notes), ['4 words help most at one shot', '5 nested bullet', '  6 deeper']);
  });

  it('puts papers that stand under no heading into a section of the document’s title', () => {
    const text = '- Circle Loss (CVPR 2020)\n  - a note\n- Ranked List Loss\n';
    assert.deepEqual(outlineOf(parseSummary(text)), [
      {
        title: 'Papers',
        papers: [
          { title: 'Circle Loss', mark: null },
          { title: 'Ranked List Loss', mark: null },
        ],
      },
    ]);
    assert.equal(parseSummary(`Losses to try\n\nSome words.\n\n${text}`).sections[0]!.title, 'Losses to try');
  });

  it('supplies the heading of each section that only the index names, in any order of sections', () => {
    const text = [
      '1. Proxies\n2. Memory\n3. Ranking\n4. Graphs\n',
      'Ranking\n\n- A Ranking Paper\n\n\n- A Graph Paper\n',
      'Proxies\n\n- A Proxy Paper\n\n\n- A Memory Paper\n',
    ].join('\n');
    assert.deepEqual(
      parseSummary(text).sections.map(({ title, line }) => [title, line]),
      [
        ['Ranking', 6],
        ['Graphs', 11],
        ['Proxies', 13],
        ['Memory', 18],
      ],
    );
  });

  it('takes a list that no heading answers to for papers, not for an index', () => {
    const { sections } = parseSummary('My list\n\n1. Circle Loss\n2. Ranked List Loss\n');
    assert.deepEqual(outlineOf({ sections }), [
      {
        title: 'My list',
        papers: [
          { title: 'Circle Loss', mark: null },
          { title: 'Ranked List Loss', mark: null },
        ],
      },
    ]);
  });

  it('reads an outline whose items are the sections', () => {
    const text = [
      '- Metric learning',
      '  - Circle Loss, CVPR 2020',
      '    - gamma 80',
      '  - Ranked List Loss',
      '- Few-shot',
      '  - Matching Networks, NIPS 2016',
    ].join('\n');
    const { sections } = parseSummary(text);
    assert.deepEqual(
      sections.map(({ title, line, papers }) => [title, line, ...papers.map((paper) => paper.title)]),
      [
        ['Metric learning', 1, 'Circle Loss', 'Ranked List Loss'],
        ['Few-shot', 5, 'Matching Networks'],
      ],
    );
    assert.deepEqual(draw(sections[0]!.papers[0]!.notes), ['3 gamma 80']);
  });

  it('knows the items of a list by bullets, boxes and numbers of many kinds', () => {
    const text = [
      '## Losses',
      '- [ ] Circle Loss',
      '- [/] Proxy Anchor',
      '- [-] Ranked List Loss',
      '1. [x] Triplet Loss',
      '3、N-pair Loss',
      '4．Angular Loss',
      '・Contrastive Loss',
      '➤ Margin Loss',
      '🔹 Histogram Loss',
      '✅ SoftTriple Loss',
      '[^wu]: Sampling Matters',
    ];
    const { sections } = parseSummary(text.join('\n'));
    assert.deepEqual(
      papersOf({ title: null, notes: [], sections }).map(({ title, line, notes }) => [
        line,
        title,
        notes.length,
      ]),
      text.slice(1).map((row, at) => [at + 2, /[A-Z][^\]]*$/.exec(row)![0], 0]),
    );
  });

  it('takes the paragraphs of a bibliography, and the notes at the foot of a text, for papers', () => {
    const text = [
      '# A survey',
      '',
      'Pairs are weighed[^1].',
      '',
      '## References',
      '',
      'Sun, Y., & Wei, Y. (2020). A loss of circles. *CVPR*.',
      '',
      'Qi Qian, Lei Shang, and Rong Jin. A loss without triplets. In ICCV, 2019.',
      '',
      '[^1]: K. Sohn, "A loss of many pairs," in NIPS, 2016.',
      '',
      'Both are old.',
    ].join('\n');
    const { sections } = parseSummary(text);
    assert.deepEqual(
      sections.flatMap(({ papers }) => papers.map(({ title, line, venue }) => [line, title, venue])),
      [
        [7, 'A loss of circles', 'CVPR'],
        [9, 'A loss without triplets', 'ICCV'],
        [11, 'A loss of many pairs', 'NIPS'],
      ],
    );
  });

  it('makes sections of the items of a list that hold lists of papers, and of folded parts', () => {
    const text = [
      '# Metric Learning',
      '<details>',
      '<summary><b>Losses (2)</b></summary>',
      '',
      '- A Loss of Circles, CVPR 2020',
      '- Proxies as Anchors',
      '',
      '</details>',
      '# Few Shots',
      '- All of these are old',
      '- Matching',
      '  - Matching Networks, NIPS 2016',
      '- Prototypes',
      '  - Prototypes for Few Shots, NIPS 2017',
      '    - one a class',
      '# News',
      '- This one has moved.',
      '  - Sets of Prototypes, ICML 2019',
    ].join('\n');
    const { sections } = parseSummary(text);
    assert.deepEqual(
      sections.map(({ title, line, papers }) => [title, line, ...papers.map((paper) => paper.title)]),
      [
        ['Metric Learning', 1],
        ['Losses (2)', 3, 'A Loss of Circles', 'Proxies as Anchors'],
        ['Few Shots', 9, 'All of these are old'],
        ['Matching', 11, 'Matching Networks'],
        ['Prototypes', 13, 'Prototypes for Few Shots'],
        ['News', 16],
      ],
    );
    assert.deepEqual(draw(sections[4]!.papers[0]!.notes), ['15 one a class']);
  });

  it('reads links between the pages of Obsidian and of Org, and leaves other brackets', () => {
    const { sections } = parseSummary(
      [
        '# Losses',
        '- [[@sun2020|A Loss of Circles]]',
        '- [[https://arxiv.org/abs/2003.13911][Proxies as Anchors]]',
        '- [[Lists in Their Ranks]]',
        '- Triplet Loss [[pdf](https://a.org/p)] [[code]](https://a.org/c)',
      ].join('\n'),
    );
    assert.deepEqual(
      sections[0]!.papers.map(({ title, links, notes }) => [title, links.map(({ url }) => url), draw(notes)]),
      [
        ['A Loss of Circles', [], ['2 @sun2020']],
        ['Proxies as Anchors', ['https://arxiv.org/abs/2003.13911'], []],
        ['Lists in Their Ranks', [], []],
        ['Triplet Loss', ['https://a.org/p', 'https://a.org/c'], []],
      ],
    );
  });

  it('knows numbered headings by the index', () => {
    const text =
      '1. Losses\n2. Samplers\n\n1. Losses\n\n   - Circle Loss\n\n2. Samplers\n\n   - Sampling Matters\n';
    const { sections } = parseSummary(text);
    assert.deepEqual(
      sections.map(({ title, line, papers }) => [title, line, ...papers.map((paper) => paper.title)]),
      [
        ['Losses', 4, 'Circle Loss'],
        ['Samplers', 8, 'Sampling Matters'],
      ],
    );
  });

  it('keeps a sentence in a list of papers as a note of the paper above', () => {
    const { sections } = parseSummary(
      '# A\n\n- All of these use ResNet.\n- Circle Loss\n- Evaluation:\n- Triplet Loss\n',
    );
    assert.deepEqual(draw(sections[0]!.notes), ['3 All of these use ResNet.']);
    assert.deepEqual(
      sections[0]!.papers.map(({ title, notes }) => [title, ...draw(notes)]),
      [['Circle Loss', '5 Evaluation:'], ['Triplet Loss']],
    );
  });

  it('takes programs in a list of papers, named in a word or two, for notes of the section', () => {
    const { sections } = parseSummary(
      [
        '## Nearest neighbours',
        '- [Searching by Products of Codes](https://github.com/example/codes)',
        '- [near-fast](https://github.com/example/near-fast). A library for search.',
        '- [Triplets](https://example.org/triplets)',
        '- Circle Loss [code](https://github.com/example/circle)',
        '- [Ranked Lists](https://github.com/example/ranked), CVPR 2019',
        '## Search challenges',
        '- [A Challenge of Landmarks](https://example.org/landmarks), 2018',
        '- [Landmarks and their Retrieval](https://arxiv.org/abs/1906.04087)',
      ].join('\n'),
    );
    assert.deepEqual(
      sections.map(({ papers, notes }) => [papers.map(({ title }) => title), notes.length]),
      [
        [['Searching by Products of Codes', 'Triplets', 'Circle Loss', 'Ranked Lists'], 1],
        [['Landmarks and their Retrieval'], 1],
      ],
    );
  });

  it('reads an empty text, and one without papers, as notes', () => {
    assert.deepEqual(parseSummary(''), { title: null, notes: [], sections: [] });
    assert.deepEqual(parseSummary('Some sentence.\n  and more'), {
      title: null,
      notes: [{ text: 'Some sentence.', line: 1, notes: [{ text: 'and more', line: 2, notes: [] }] }],
      sections: [],
    });
  });
});

describe('readSummary', () => {
  const title = (at: number) => `Deep Metric Learning of Kind ${at}`;
  const times = (one: (at: number) => string) => Array.from({ length: 3000 }, (_, at) => one(at)).join('\n');
  const shapes: Record<string, string> = {
    'a list': `# A\n${times((at) => `- ${title(at)} (CVPR 2019)`)}`,
    'an outline': times((at) => `- ${title(at)}\n  - note\n    - deeper`),
    'a table': `# A\n| Paper | Year |\n| --- | --- |\n${times((at) => `| ${title(at)} | 2019 |`)}`,
    'papers that are headings': `# A\n${times((at) => `## ${title(at)}\n- Year: 2019`)}`,
    'a bibliography': times((at) => `@misc{a${at}, title = {${title(at)}}}`),
  };
  for (const [shape, text] of Object.entries(shapes)) {
    it(`pauses at least once for every 64 papers of ${shape}, and finds what parseSummary finds`, () => {
      const slices = readSummary(text);
      let pauses = 0;
      let step = slices.next();
      for (; !step.done; step = slices.next()) pauses += 1;
      assert.deepEqual(step.value, parseSummary(text));
      assert.equal(papersOf(step.value).length, 3000);
      assert.ok(pauses >= 3000 / 64, `${pauses} pauses`);
    });
  }
});

describe('parseSummary on any text', () => {
  it('never throws, and keeps the words of every line', () => {
    fc.assert(
      fc.property(anyDocument(), (text) => {
        const words = wordsOf(everyTextOf(parseSummary(text)));
        // A year may have been written '19.
        const kept = new Set(
          words.flatMap((word) => (/^(?:19|20)\d\d$/.test(word) ? [word, word.slice(2)] : [word])),
        );
        for (const word of wordsOf(withoutLayout(text))) assert.ok(kept.has(word), `lost '${word}'`);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it('never throws on characters of any kind', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        parseSummary(text);
      }),
      { seed: 7, numRuns: 1000 },
    );
  });

  it('gives lines in their order, each within the document', () => {
    fc.assert(
      fc.property(anyDocument(), (text) => {
        const { sections } = parseSummary(text);
        const lines = sections.map(({ line }) => line);
        assert.deepEqual(
          lines,
          [...lines].sort((a, b) => a - b),
        );
        const rows = text.split(/\r\n|\r|\n/).length;
        for (const line of sections.flatMap(linesOf)) assert.ok(line >= 1 && line <= rows);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('survives nesting without end', () => {
    const rows = Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(2 * depth)}- note ${depth}`);
    const summary = parseSummary(`# A\n${rows.join('\n')}`);
    assert.match(JSON.stringify(summary), /note 2999/);
  });
});

/** Documents made of what the parser looks for, in senseless order. */
function anyDocument(): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    ...[
      'Circle Loss',
      'Deep',
      'learning',
      'of',
      'Xun Wang',
      'Qi Qian,',
      'Wang, Xun and Qian, Qi',
      'et al',
      'and',
      ',',
    ],
    ...['-', ' - ', '–', ':', '=', '(', ')', '[', ']', '**', '.', '`', '#', '|', '“', '"', ';', ' '],
    ...['CVPR 2020', "ICML'19", '(2018)', 'arXiv 2020-', ':+1:', ':-1:', '👍', '👎🏽', 'arXiv:2002.10857'],
    ...[
      'https://example.org/a_(b).',
      '[words](https://example.org)',
      '[file](a.pdf)',
      'doi:10.1109/X.2019.1',
    ],
  );
  const body = fc
    .array(fc.oneof(piece, piece, fc.string({ maxLength: 6 })), { maxLength: 7 })
    .map((parts) => parts.join(' '));
  const start = fc.constantFrom(
    '',
    '',
    '- ',
    '• ',
    '•',
    '1. ',
    '2. ',
    '# ',
    '## ',
    '### ',
    '* ',
    '```',
    '[ ] ',
    '===',
    '---',
  );
  const indent = fc.constantFrom('', '', '  ', '    ', '\t', ' ', '      ');
  const line = fc.tuple(indent, start, body).map((parts) => parts.join(''));
  const end = fc.constantFrom('\n', '\n', '\n\n', '\r\n', '\n\n\n');
  return fc.array(fc.tuple(line, end), { maxLength: 30 }).map((lines) => lines.flat().join(''));
}

/** Takes away what is layout: numbers of list items, marks, and words between authors. */
function withoutLayout(text: string): string {
  return text
    .replace(/^\s*(?:#{1,6}\s+)?(?:\(\d{1,3}\)|\[\d{1,3}\]|\d{1,3}[.)])\s/gm, '')
    .replace(/<\/?[a-z][a-z\d]*(?:\s[^<>]*)?>/gi, ' ')
    .replace(/:[+-]1:|\[[ xX]\]|\b(?:and|by|in|In|et|al)\b/g, ' ');
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function everyTextOf({ title, notes, sections }: Summary): string {
  const parts = sections.flatMap((section) => [
    section.title,
    ...draw(section.notes),
    ...section.papers.flatMap((paper) => [
      paper.title,
      ...paper.authors,
      paper.venue,
      paper.year,
      ...paper.links.flatMap(({ text, url }) => [text, url]),
      ...draw(paper.notes),
    ]),
  ]);
  return [title, ...draw(notes), ...parts].join(' ');
}

function linesOf({ line, papers, notes }: Section): number[] {
  const noteLines = (all: readonly Note[]): number[] =>
    all.flatMap((note) => [note.line, ...noteLines(note.notes)]);
  return [line, ...noteLines(notes), ...papers.flatMap((paper) => [paper.line, ...noteLines(paper.notes)])];
}
