import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { latexTable, markdownTable, type PlainTable } from '../../../src/statistics/tableText';

const table: PlainTable = {
  caption: 'Circle & triplet, R@1 in %',
  columns: [
    { name: 'Variant', numeric: false },
    { name: 'R@1', numeric: true },
  ],
  rows: [
    ['circle_loss', '71.1 ± 1.1'],
    ['triplet | hard', ''],
  ],
  bold: [
    [0, 1],
    [1, 1],
  ],
};

/** One cell's text as a table of one cell. */
const single = (text: string, bold = false): PlainTable => ({
  caption: text,
  columns: [{ name: text, numeric: false }],
  rows: [[text]],
  bold: bold ? [[0, 0]] : [],
});

/** Texts full of what means something to Markdown, HTML, LaTeX or a terminal. */
const awkward = fc.string({
  unit: fc.constantFrom(
    ...'\\`*_{}[]()#+-.!|~>$:@&;<="\'%^1a \n\t\u0000\u202e±−×γ',
    '&amp;',
    '](',
    '<b>',
    '$$',
    '\\\\',
  ),
  maxLength: 12,
});

const plain = (text: string) =>
  text
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();

describe('A table as Markdown', () => {
  it('has its caption, its columns, and bold where that is asked for', () => {
    assert.equal(
      markdownTable(table),
      [
        'Circle & triplet, R@1 in %',
        '',
        '| Variant | R@1 |',
        '| --- | --: |',
        '| circle\\_loss | **71.1 ± 1.1** |',
        '| triplet \\| hard |  |',
        '',
      ].join('\n'),
    );
  });

  it('shows every text as it is, whatever stands in it', () => {
    const markdownIt = new MarkdownIt({ html: true });
    fc.assert(
      fc.property(awkward, fc.boolean(), (text, bold) => {
        const html = markdownIt.render(markdownTable(single(text, bold)));
        const shown = plain(text).replace(/[&<>"]/g, (one) => markdownIt.utils.escapeHtml(one));
        const strong = bold && shown !== '' ? `<strong>${shown}</strong>` : shown;
        assert.equal(/<td>(.*)<\/td>/.exec(html)?.[1], strong);
        assert.equal(/<th>(.*)<\/th>/.exec(html)?.[1], shown);
        if (shown !== '') assert.equal(/^<p>(.*)<\/p>\n<table>/.exec(html)?.[1], shown);
      }),
      { seed: 1, numRuns: 3000 },
    );
  });
});

describe('A table as LaTeX', () => {
  it('is a table of booktabs', () => {
    assert.equal(
      latexTable(table),
      `\\begin{table}
  \\centering
  \\caption{Circle \\& triplet, R@1 in \\%}
  \\begin{tabular}{lr}
    \\toprule
    Variant & R@1 \\\\
    \\midrule
    circle\\_loss & \\textbf{71.1 $\\pm$ 1.1} \\\\
    triplet \\textbar{} hard &  \\\\
    \\bottomrule
  \\end{tabular}
\\end{table}
`,
    );
  });

  it('holds no command but its own', () => {
    fc.assert(
      fc.property(awkward, (text) => {
        const cell = /\\midrule\n {4}(.*) \\\\\n/.exec(latexTable(single(text)))?.[1] ?? '';
        const own =
          /\\[{}$&#_%]|\\text(?:backslash|asciitilde|asciicircum|less|greater|bar)\{\}|\$(?:\\(?:pm|times|gamma)|-)\$/g;
        const left = cell.replace(/^\{([[*])\}/, '$1').replace(own, '');
        assert.doesNotMatch(left, /[\\{}$&#_%~^<>|"\n]/);
        assert.doesNotMatch(cell, /^[[*]/, 'which would belong to the end of the line before');
      }),
      { seed: 1, numRuns: 3000 },
    );
  });
});
