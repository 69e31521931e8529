import { withoutMarkup } from './markup';
import { visitInSlices, type Slices } from './slices';
import { withReferences } from './references';
import { readTables, type Cell } from './tables';

/** A line of a summary document that is not blank, with its marks of layout taken off. */
export interface Line {
  /** Counts from 1. */
  readonly number: number;
  /** Columns of white space before it, tabs to the next multiple of 4; 0 for the leftmost line of the document. */
  readonly indent: number;
  /** What makes it a list item: `•`, `-`, `2.`; empty where nothing does. */
  readonly marker: string;
  /** Columns before the text of a list item: a line that starts there may go on with it. */
  readonly column: number;
  /** Columns it takes. */
  readonly width: number;
  /** 1 to 6 for a Markdown heading, else 0. */
  readonly depth: number;
  readonly text: string;
  /** Blank lines and rules right before it. */
  readonly blanks: number;
  /** Of a table's row: what its cells say of a paper, or nothing where the table lists no papers. */
  readonly cells?: readonly Cell[];
}

const bullets = '•◦‣⁃▪▫●○■□➤►・✅✔☑🔹-–—*+·∙';
/** With the box of a task: done, begun, called off. */
const bulletForm = /^(?:[•◦‣⁃▪▫●○■□➤►・]\s*|[✅✔☑🔹🔸🔷🔶]\uFE0F?\s+|[-–—*+·∙]\s+)(?:\[[ xX/-]\]\s+)?(?=\S)/u;
/** `2.`, `[12]`, `3、` as in Chinese, and the name of a footnote, `[^4]:`. */
const numberForm =
  /^(?:(?:\(\d{1,3}\)|\[\d{1,3}\]|\d{1,3}[.)]|\[\^[^[\]\s]{1,40}\]:)\s+|\d{1,3}[、．]\s*(?!\d))(?:\[[ xX/-]\]\s+)?(?=\S)/;
const headingForm = /^#{1,6}\s+(?=\S)/;
const ruleForm = /^([-*_])(?:\s*\1){2,}$/;
const underlineForm = /^(?:=+|-{2,})$/;
const fenceForm = /^(`{3,}|~{3,})/;

/** The lines of a text. Blank lines, rules (`---`) and heading underlines are layout; every other line is in the result. */
export function* readLines(text: string): Slices<Line[]> {
  const written = text.replace(/^\uFEFF/, '').split(text.includes('\r') ? /\r\n|\r|\n/ : '\n');
  const fences = findFences(written);
  const isCode = (index: number): boolean => fences[index] !== undefined;
  const plain = yield* withoutMarkup(written, isCode);
  const unquoted = plain.map((row, at) => (isCode(at) ? row : withoutWikiLinks(withoutQuote(row))));
  const rows = withReferences(unquoted, isCode);
  yield;
  const tables = yield* readTables(rows, isCode);
  const lines: Line[] = [];
  let blanks = 0;
  yield* visitInSlices(rows, (row, index) => {
    const trimmed = row.trim();
    const above = blanks === 0 ? lines.at(-1) : undefined;
    const table = tables.get(index);
    if (table === 'layout') return;
    if (table) {
      lines.push(tableRow(row, index + 1, blanks, table));
      blanks = 0;
    } else if (fences[index] !== undefined) {
      lines.push(verbatim(row, index + 1, blanks, fences[index]));
      blanks = 0;
    } else if (above && underlineForm.test(trimmed) && canBeUnderlined(above)) {
      lines[lines.length - 1] = { ...above, depth: trimmed.startsWith('=') ? 1 : 2 };
    } else if (trimmed === '' || ruleForm.test(trimmed)) {
      blanks += 1;
    } else {
      lines.push(readLine(row, trimmed, index + 1, blanks));
      blanks = 0;
    }
  });
  return shiftedLeft(lines);
}

export function isListed(line: Line): boolean {
  return line.marker !== '';
}

export function isNumbered({ marker }: Line): boolean {
  return marker.length > 1 && /\d/.test(marker);
}

/** Whether a text holds neither letter nor digit. */
export function isSymbols(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text);
}

/** A text without the number in front of it that would make a line a list item. */
export function withoutNumber(text: string): string {
  return text.replace(numberForm, '');
}

function readLine(row: string, trimmed: string, number: number, blanks: number): Line {
  const indent = indentOf(row);
  const width = indent + trimmed.length;
  const hashes = trimmed.startsWith('#') && headingForm.exec(trimmed)?.[0];
  if (hashes) {
    const text = withoutClosingHashes(trimmed.slice(hashes.length));
    const depth = hashes.trim().length;
    if (!isSymbols(text)) return { number, indent, marker: '', column: indent, width, depth, text, blanks };
  }
  const marker = (bullets.includes(trimmed[0]!) ? bulletForm : numberForm).exec(trimmed)?.[0] ?? '';
  const column = indent + marker.length;
  const text = trimmed.slice(marker.length);
  return { number, indent, marker: marker.trim(), column, width, depth: 0, text, blanks };
}

/** A row of a table of papers is an item of a list; one of any other table is text. */
function tableRow(row: string, number: number, blanks: number, cells: readonly Cell[]): Line {
  const indent = indentOf(row);
  const marker = cells.length > 0 ? '|' : '';
  return {
    number,
    indent,
    marker,
    column: indent + marker.length,
    width: row.length,
    depth: 0,
    text: row.trim(),
    blanks,
    cells,
  };
}

/** A quotation is text like any other. */
function withoutQuote(row: string): string {
  return row.includes('>') ? row.replace(/^(\s*)(?:>\s?)+/, '$1') : row;
}

/** `[[page|words]]` of Obsidian, `[[address][words]]` of Org, `[[Some words]]`; what is another kind of link stays. */
const wikiForm = /\[\[([^[\]|\s()]+)(?:\||\]\[)([^[\]|]+)\]\]|\[\[([^[\]|]+\s[^[\]|]+)\]\](?![([:])/g;

function withoutWikiLinks(row: string): string {
  if (!row.includes('[[')) return row;
  return row.replace(wikiForm, (_, target?: string, words?: string, alone?: string) =>
    target === undefined ? alone! : `[${words!}](${target})`,
  );
}

/** Code keeps its layout: as deep as its fence, whatever it starts with. */
function verbatim(row: string, number: number, blanks: number, indent: number): Line {
  return {
    number,
    indent,
    marker: '',
    column: indent,
    width: row.length,
    depth: 0,
    text: row.trimEnd().replace(/^\s+/, (space) => space.slice(Math.min(indent, space.length))),
    blanks,
  };
}

function canBeUnderlined(line: Line): boolean {
  return (
    !isListed(line) && line.depth === 0 && (line.blanks > 0 || line.number === 1) && !isSymbols(line.text)
  );
}

/** For each row of a closed block of code, fences included: the columns before its fence. */
function findFences(rows: readonly string[]): (number | undefined)[] {
  const inside: (number | undefined)[] = [];
  let opened: { readonly index: number; readonly fence: string } | null = null;
  rows.forEach((row, index) => {
    if (!row.includes('```') && !row.includes('~~~')) return;
    const fence = fenceForm.exec(row.trim())?.[0];
    if (!fence) return;
    if (!opened) {
      opened = { index, fence };
    } else if (fence.startsWith(opened.fence) && row.trim() === fence) {
      const indent = indentOf(rows[opened.index]!);
      for (let at = opened.index; at <= index; at += 1) if (rows[at]!.trim() !== '') inside[at] = indent;
      opened = null;
    }
  });
  return inside;
}

function indentOf(row: string): number {
  const end = row.search(/\S|$/);
  let columns = 0;
  for (let at = 0; at < end; at += 1) columns += row[at] === '\t' ? 4 - (columns % 4) : 1;
  return columns;
}

function withoutClosingHashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '#') end -= 1;
  return end < text.length && text[end - 1] === ' ' ? text.slice(0, end).trimEnd() : text;
}

/** A text that is indented as a whole reads like one that is not. */
function shiftedLeft(lines: Line[]): Line[] {
  const shift = lines.reduce((least, { indent }) => Math.min(least, indent), Infinity);
  if (shift === 0) return lines;
  return lines.map((line) => ({ ...line, indent: line.indent - shift, column: line.column - shift }));
}
