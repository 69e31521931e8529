/** Tables as text, to be pasted into a paper or a README. */

export interface PlainColumn {
  readonly name: string;
  /** Numbers stand to the right. */
  readonly numeric: boolean;
}

/** A table of texts. A cell is `[row, column]`, both from 0. */
export interface PlainTable {
  readonly caption: string;
  readonly columns: readonly PlainColumn[];
  /** As many texts as there are columns in each; what is missing is empty. */
  readonly rows: readonly (readonly string[])[];
  /** The cells printed in bold. */
  readonly bold: readonly (readonly [row: number, column: number])[];
}

/** A table as GitHub and VS Code read it, below its caption. */
export function markdownTable(table: PlainTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = table.columns.map(({ numeric }) => (numeric ? '--:' : '---'));
  const rows = cellsOf(table, markdownText, (text) => `**${text}**`);
  const heads = table.columns.map(({ name }) => markdownText(name));
  const caption = table.caption === '' ? [] : [markdownParagraph(table.caption), ''];
  return `${[...caption, line(heads), line(rule), ...rows.map(line)].join('\n')}\n`;
}

/** A table as the LaTeX package booktabs sets it, `table` and all. */
export function latexTable(table: PlainTable): string {
  const line = (cells: readonly string[]) => `    ${cells.join(' & ')} \\\\`;
  const rows = cellsOf(table, latexText, (text) => `\\textbf{${text}}`);
  return [
    '\\begin{table}',
    '  \\centering',
    ...(table.caption === '' ? [] : [`  \\caption{${latexText(table.caption)}}`]),
    `  \\begin{tabular}{${table.columns.map(({ numeric }) => (numeric ? 'r' : 'l')).join('')}}`,
    '    \\toprule',
    line(table.columns.map(({ name }) => latexText(name))),
    '    \\midrule',
    ...rows.map(line),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

function cellsOf(
  { columns, rows, bold }: PlainTable,
  escaped: (text: string) => string,
  strong: (text: string) => string,
): string[][] {
  const marked = new Set(bold.map(([row, column]) => `${row} ${column}`));
  return rows.map((cells, row) =>
    columns.map((_, column) => {
      const text = escaped(cells[column] ?? '');
      return text !== '' && marked.has(`${row} ${column}`) ? strong(text) : text;
    }),
  );
}

/** On one line, and nothing in it is markup, HTML or mathematics. */
function markdownText(text: string): string {
  return onOneLine(text)
    .replace(/[\\`*_[\]<>|~$]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '&amp;');
}

/** As a paragraph of its own: what makes a heading, a list or a rule does so at its beginning alone. */
function markdownParagraph(text: string): string {
  return markdownText(text)
    .replace(/^[#+=-]/, '\\$&')
    .replace(/^(\d+)(?=[.)])/, '$1\\');
}

const latexNames: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': "''",
  '±': '$\\pm$',
  '×': '$\\times$',
  '→': '$\\rightarrow$',
  '−': '$-$',
  '–': '--',
  '—': '---',
  '…': '\\ldots{}',
  α: '$\\alpha$',
  β: '$\\beta$',
  γ: '$\\gamma$',
  δ: '$\\delta$',
  Δ: '$\\Delta$',
  ε: '$\\epsilon$',
  λ: '$\\lambda$',
  μ: '$\\mu$',
  ρ: '$\\rho$',
  σ: '$\\sigma$',
  τ: '$\\tau$',
};

/** On one line, and nothing in it is a command. A bracket or a star would belong to the line's end before it. */
function latexText(text: string): string {
  return onOneLine(text)
    .replace(/[{}$&#_%]|[\\~^<>|"±×→−–—…αβγδΔελμρστ]/g, (one) => latexNames[one] ?? `\\${one}`)
    .replace(/^[[*]/, '{$&}');
}

/** Without line breaks, control characters and what turns the direction of writing. */
function onOneLine(text: string): string {
  return text
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
