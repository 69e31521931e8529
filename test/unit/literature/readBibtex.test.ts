import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { latexText } from '../../../src/literature/latex';
import { parseSummary } from '../../../src/literature/parseSummary';
import type { Note, Summary, SummaryPaper } from '../../../src/literature/summary';

function draw(notes: readonly Note[], depth = 0): string[] {
  return notes.flatMap((note) => [
    `${'  '.repeat(depth)}${note.line} ${note.text}`,
    ...draw(note.notes, depth + 1),
  ]);
}

describe('parseSummary on BibTeX', () => {
  let summary: Summary;
  let papers: readonly SummaryPaper[];

  before(() => {
    summary = parseSummary(readFileSync('test/fixtures/summaries/references.bib', 'utf8'));
    papers = summary.sections[0]!.papers;
  });

  it('makes a paper of each entry, with its line', () => {
    assert.deepEqual(
      papers.map(({ title, line }) => [line, title]),
      [
        [5, 'Circle Loss: A Unified Perspective of Pair Similarity Optimization'],
        [17, 'Unbiased Evaluation of Deep Metric Learning Algorithms & $\\ell_2$'],
        [32, 'Deep Metric Learning to Rank'],
      ],
    );
  });

  it('reads names in both orders, accents, names in braces and "others"', () => {
    assert.deepEqual(
      papers.map(({ authors }) => authors),
      [
        ['Yifan Sun', 'Changmao Cheng', 'et al.'],
        ['István Fehérvári', 'François Łukasz Kaiser', 'Deep Learning and Co'],
        [],
      ],
    );
  });

  it('puts abbreviations in, and takes year, date and preprint server', () => {
    assert.deepEqual(
      papers.map(({ venue, year }) => [venue, year]),
      [
        ['Computer Vision and Pattern Recognition (CVPR)', 2020],
        ['arXiv preprint', 2019],
        [null, null],
      ],
    );
  });

  it('makes links of arXiv ids, DOIs and addresses', () => {
    assert.deepEqual(
      papers.map(({ links }) => links.map(({ url }) => url)),
      [
        ['https://arxiv.org/abs/2002.10857'],
        ['https://arxiv.org/abs/1911.12528', 'https://example.org/a_b'],
        [
          'https://doi.org/10.1109/CVPR.2019.00196',
          'https://openaccess.thecvf.com/content_CVPR_2019/papers/a_paper.pdf',
        ],
      ],
    );
  });

  it('names a link in one line, however the field is wrapped', () => {
    const [paper] = parseSummary('@misc{a,\n  title = {One},\n  eprint = {arXiv:\n1911.12528},\n}')
      .sections[0]!.papers;
    assert.deepEqual(paper?.links, [{ text: 'arXiv: 1911.12528', url: 'https://arxiv.org/abs/1911.12528' }]);
  });

  it('makes notes of the abstract, and of all else under the key, each with its line', () => {
    assert.deepEqual(draw(papers[0]!.notes), [
      '5 @inproceedings sun2020circle',
      '  10 eprint: 2002.10857',
      '  11 archiveprefix: arXiv',
      '12 Pairs are weighted one by one.',
    ]);
  });

  it('keeps comments, broken entries and entries without a title as notes of the section', () => {
    assert.deepEqual(draw(summary.sections[0]!.notes), [
      '1 What the group reads.',
      '16 ---- Priors ----',
      '25 Not read as a paper: @inproceedings{broken,',
      '  26 title = {A Brace Too Few,',
      '  27 author = {Nobody, At All},',
      '29 Not read as a paper: @misc{nothing, howpublished = {\\url{https://example.org}}}',
      '30 @comment{jabref-meta: databaseType:bibtex;}',
    ]);
  });

  it('reads entries without end, each line the beginning of another', () => {
    for (const row of ['@a(', '@a{', '@a{b,', '@a{b, title = {']) {
      const { sections } = parseSummary(`${row}\n`.repeat(60_000));
      assert.deepEqual(sections[0]!.papers, []);
      assert.equal(draw(sections[0]!.notes).length, 60_000);
    }
  });

  it('reads Windows line ends and a byte order mark, and leaves Markdown with an entry in it to Markdown', () => {
    const text = '\uFEFF@article{a,\r\n  title = {One},\r\n  volume = 3\r\n}\r\n';
    const [paper] = parseSummary(text).sections[0]!.papers;
    assert.deepEqual(draw(paper!.notes), ['1 @article a', '  3 volume: 3']);
    assert.equal(parseSummary('# A\n\n- Circle Loss\n\n@article{a, title={One}}').sections[0]?.title, 'A');
  });
});

describe('latexText', () => {
  const texts: [latex: string, text: string][] = [
    ["Jos\\'{e} M\\\"uller, \\v{Z}i\\v{z}ek, \\c{c}a, \\'{\\i}", 'José Müller, Žižek, ça, í'],
    ['\\O re stra{\\ss}e \\aa', 'Øre straße å'],
    ['\\textbf{Bold} \\emph{words} \\& more~here', 'Bold words & more here'],
    ['pages 1--2 and $a_{1}--b$', 'pages 1–2 and $a_{1}--b$'],
    ['{{Kept}} \\% \\_', 'Kept % _'],
  ];
  for (const [latex, text] of texts) it(`reads ${latex}`, () => assert.equal(latexText(latex), text));
});
