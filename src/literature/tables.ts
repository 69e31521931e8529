import { visitInSlices, type Slices } from './slices';

/** What a column of a table says of a paper. */
export type Column = 'title' | 'name' | 'authors' | 'venue' | 'year' | 'links' | 'other';

/** A cell that is not empty, in a table of papers. */
export interface Cell {
  readonly column: Column;
  /** The words at the head of its column. */
  readonly head: string;
  readonly text: string;
}

/** What stands at the head of a column, surest first. */
const heads: readonly (readonly [Column, RegExp])[] = [
  ['authors', /\bauthors?\b/i],
  ['year', /\b(?:year|date)\b/i],
  [
    'links',
    /\b(?:code|links?|pdf|github|arxiv|urls?|project|page|repo(?:sitory)?|implementations?|slides|video|doi)\b/i,
  ],
  ['title', /\b(?:papers?|titles?|articles?)\b/i],
  ['venue', /\b(?:venues?|conf(?:erence)?|journal|publication|published|publisher|proceedings|pub)\b/i],
  ['name', /\b(?:name|method|model|approach|algorithm|abbreviation|acronym)\b/i],
];

const ruleForm = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** Rows wider than this are not split. */
const mostCells = 40;

/**
 * Finds Markdown tables. For each of their rows, by its index: its cells where the table lists papers, none where it does
 * not, and 'layout' for the rule below the head and for the head of a table of papers, whose words stand with the cells.
 */
export function* readTables(
  rows: readonly string[],
  isCode: (index: number) => boolean,
): Slices<Map<number, readonly Cell[] | 'layout'>> {
  const found = new Map<number, readonly Cell[] | 'layout'>();
  for (let at = 1; at < rows.length; at += 1) {
    if (found.has(at) || !isRule(rows, at, isCode)) continue;
    const titles = split(rows[at - 1]!);
    const columns = titles.map(columnOf);
    const isOfPapers = columns.includes('title') || (columns.includes('name') && columns.includes('links'));
    let next = at + 1;
    while (next < rows.length && isRow(rows[next]!) && !isCode(next)) next += 1;
    yield* visitInSlices(rows.slice(at + 1, next), (row, below) => {
      found.set(at + 1 + below, isOfPapers ? readCells(row, titles, columns) : []);
    });
    found.set(at, 'layout');
    found.set(at - 1, isOfPapers && next > at + 1 ? 'layout' : []);
    yield;
  }
  return found;
}

/** Whether a row is the rule below the head of a table. */
function isRule(rows: readonly string[], at: number, isCode: (index: number) => boolean): boolean {
  const rule = rows[at]!;
  if (!rule.includes('|') || !ruleForm.test(rule) || isCode(at)) return false;
  return at > 0 && isRow(rows[at - 1]!) && !isCode(at - 1);
}

function isRow(row: string): boolean {
  return row.includes('|') && /[^\s|]/.test(row);
}

/** Cells behind the last head belong to it. */
function readCells(row: string, titles: readonly string[], columns: readonly Column[]): Cell[] {
  const last = titles.length - 1;
  const cells: Cell[] = [];
  split(row).forEach((text, at) => {
    const index = Math.min(at, last);
    if (text !== '') cells.push({ column: columns[index]!, head: titles[index]!, text });
  });
  return cells;
}

function columnOf(title: string): Column {
  return heads.find(([, form]) => form.test(title))?.[0] ?? 'other';
}

/** A bar in code, or behind a backslash, parts no cells. */
function split(row: string): string[] {
  const inner = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  const cells = [''];
  for (const part of inner.split(/(`[^`]*`|\\\||\|)/)) {
    if (part === '|' && cells.length < mostCells) cells.push('');
    else cells[cells.length - 1] += part === '\\|' ? '|' : part;
  }
  return cells.map((cell) => cell.trim());
}
