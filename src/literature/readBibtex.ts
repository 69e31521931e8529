import { parse, type Field, type Value } from 'bibtex-parse';
import { takeLinks } from './hyperlinks';
import { latexText } from './latex';
import { oneLine } from './oneLine';
import { readPlainEntry } from './plainEntry';
import { visitInSlices, type Slices } from './slices';
import type { Link, Note, Summary, SummaryPaper } from './summary';

/** A longer entry is not read: no paper has one, and the grammar's cost is bounded by it. */
const longestEntry = 50_000;

/** So many lines of an entry may look as if another began there, and its braces are not searched for farther. */
const mostWithin = 16;

/** Comments above the first entry may be this long. */
const farthestStart = 20_000;

const startForm = /^[ \t]*@\s*(?!comment\b)[A-Za-z]+\s*[{(]/gim;
const arxivForm = /^(?:arXiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?$/i;

/** Fields that say where an entry appeared, best first. */
const venueFields = ['booktitle', 'journal', 'journaltitle', 'school', 'institution'];
/** Fields that become notes in their own words; those below stand under the entry's key. */
const noteFields = new Set(['abstract', 'note', 'annote', 'annotation', 'comment', 'review']);
const linkFields = new Set(['url', 'howpublished', 'doi', 'eprint', 'arxiv', 'pdf', 'code', 'ee']);

/** A piece of the file: what begins with `@word{`, up to its closing brace, or the text between two of these. */
interface Piece {
  readonly text: string;
  /** Counts from 1. */
  readonly line: number;
  readonly kind: 'entry' | 'broken' | 'text';
}

/** A field's value in words, and its line. */
interface Entered {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

/** Whether a text is a bibliography: its first line that is neither blank nor a comment begins an entry. */
export function isBibtex(text: string): boolean {
  const first = /^(?!\s*(?:%|$)).+$/m.exec(text.slice(0, farthestStart))?.[0] ?? '';
  return /^\uFEFF?\s*@\s*[A-Za-z]+\s*[{(]/.test(first);
}

/**
 * Reads a bibliography: its entries are papers of one section, in their order. An abstract or a note becomes a note; what
 * else an entry says stands below a note with its key. An entry that cannot be read or has no title, and text between
 * entries, stay as notes of the section, line by line.
 */
export function* readBibtex(text: string): Slices<Summary> {
  const strings = new Map<string, string>();
  const papers: SummaryPaper[] = [];
  const notes: Note[] = [];
  yield* visitInSlices(yield* pieces(text.replace(/^\uFEFF/, '')), (piece) => {
    const read = piece.kind === 'entry' ? readEntry(piece, strings) : null;
    if (read === 'defined') return;
    if (read) papers.push(read);
    else notes.push(...asNotes(piece));
  });
  const line = Math.min(papers[0]?.line ?? 1, notes[0]?.line ?? Infinity);
  return { title: null, notes: [], sections: [{ title: 'Papers', line, papers, notes }] };
}

function* pieces(text: string): Slices<Piece[]> {
  const starts = [...text.matchAll(startForm)].map(({ index, 0: found }) => ({
    from: index,
    opened: index + found.length - 1,
  }));
  const found: Piece[] = [];
  let end = 0;
  let line = 1;
  let counted = 0;
  const add = (from: number, until: number, kind: Piece['kind']): void => {
    line += newlines(text, counted, from);
    counted = from;
    if (kind !== 'text' || /\S/.test(text.slice(from, until)))
      found.push({ text: text.slice(from, until), line, kind });
  };
  yield* visitInSlices(starts, ({ from, opened }, at) => {
    // Within the braces of the entry above.
    if (from < end) return;
    add(end, from, 'text');
    const next = starts[at + 1]?.from ?? text.length;
    const last = starts[at + mostWithin]?.from ?? text.length;
    const close = closing(text, opened, Math.min(last, opened + longestEntry));
    end = close ?? next;
    add(from, end, close === null ? 'broken' : 'entry');
  });
  add(end, text.length, 'text');
  return found;
}

/**
 * The place behind the bracket that closes the one at `opened`; null where none does, or where a line begins another entry
 * while a field's value is open: its brace was forgotten.
 */
function closing(text: string, opened: number, until: number): number | null {
  const form = /\\.|[{}]|\n[ \t]*@[A-Za-z]+\{[^{}=,\s]*,|\)/gs;
  const within = text.slice(opened + 1, until);
  const round = text[opened] === '(';
  let depth = 1;
  for (let match = form.exec(within); match; match = form.exec(within)) {
    const [sign] = match;
    if (sign.startsWith('\n')) return null;
    if (sign === '{') depth += 1;
    if (sign === '}' || (sign === ')' && round && depth === 1)) depth -= 1;
    if (depth === 0) return opened + 1 + match.index + 1;
  }
  return null;
}

/** 'defined' for an abbreviation, which is remembered, and for what holds nothing to show; null where it cannot be read. */
function readEntry(piece: Piece, strings: Map<string, string>): SummaryPaper | 'defined' | null {
  const item = parsed(piece.text);
  if (item?.itemtype === 'string') {
    strings.set(item.name.toLowerCase(), inWords(item, strings));
    return 'defined';
  }
  if (item?.itemtype === 'preamble') return 'defined';
  if (item?.itemtype !== 'entry') return null;
  const fields = entered(item.fields, piece, strings);
  const title = latexText(first(fields, ['title'])?.text ?? '');
  if (title === '') return null;
  return toPaper(title, `@${item.type}${item.key ? ` ${item.key}` : ''}`, piece.line, fields);
}

function parsed(text: string): ReturnType<typeof parse>[number] | undefined {
  try {
    const plain = readPlainEntry(text);
    if (plain) return plain;
    const items = parse(text.trim(), { number: 'string' });
    return items.length === 1 ? items[0] : undefined;
  } catch {
    // The grammar's own error names a place in this piece; the piece itself is shown instead.
    return undefined;
  }
}

/** The fields that say something. */
function entered(fields: readonly Field[], { text, line }: Piece, strings: Map<string, string>): Entered[] {
  let from = text.search(/[{(]/) + 1;
  let at = line + newlines(text, 0, from);
  const moveTo = (place: number): void => {
    if (place <= from) return;
    at += newlines(text, from, place);
    from = place;
  };
  return fields.flatMap((field) => {
    moveTo(text.indexOf(field.name, from));
    const entry = { name: field.name.trim().toLowerCase(), text: inWords(field, strings), line: at };
    moveTo(text.indexOf(field.raw, from + field.name.length) + field.raw.length);
    return entry.text.trim() === '' ? [] : entry;
  });
}

/** Abbreviations are put in and concatenations joined; the LaTeX stays. */
function inWords({ datatype, value }: Value, strings: ReadonlyMap<string, string>): string {
  if (value === null) return '';
  if (typeof value !== 'string') return value.map((part) => inWords(part, strings)).join('');
  return datatype === 'identifier' ? (strings.get(value.toLowerCase()) ?? value) : value;
}

function toPaper(title: string, heading: string, line: number, fields: readonly Entered[]): SummaryPaper {
  const authors = first(fields, ['author', 'editor']);
  const venue = first(fields, venueFields);
  const year = first(fields, ['year', 'date']);
  const years = /(?:19|20)\d\d/.exec(year?.text ?? '');
  const links = fields.flatMap(linksOf);
  const preprint = links.some(({ url }) => url.includes('arxiv.org/'));
  const used = [first(fields, ['title']), authors, venue, years ? year : undefined];
  const notes: Note[] = [];
  const below: Note[] = [];
  for (const field of fields) {
    if (used.includes(field)) continue;
    if (noteFields.has(field.name)) notes.push({ text: latexText(field.text), line: field.line, notes: [] });
    else below.push({ text: `${field.name}: ${inOneLine(field)}`, line: field.line, notes: [] });
  }
  notes.push({ text: heading, line, notes: below });
  return {
    title,
    authors: authors ? readPeople(authors.text) : [],
    venue: venue ? takeLinks(latexText(venue.text)).text || 'arXiv' : preprint ? 'arXiv' : null,
    year: years ? Number(years[0]) : null,
    mark: null,
    links: withoutRepeats(links),
    notes: notes.sort((a, b) => a.line - b.line),
    line,
  };
}

/** The first of these fields that an entry has: the names stand in the order of preference. */
function first(fields: readonly Entered[], names: readonly string[]): Entered | undefined {
  for (const name of names) {
    const found = fields.find((field) => field.name === name);
    if (found) return found;
  }
  return undefined;
}

/** An address keeps its signs. */
function inOneLine({ name, text }: Entered): string {
  return linkFields.has(name) ? oneLine(text) : latexText(text);
}

/** Names are parted by `and` outside braces; `Qian, Qi` is Qi Qian, and `others` stands for those left out. */
function readPeople(text: string): string[] {
  return splitPeople(text).flatMap((person) => {
    const isTurned = person.includes(',') && !/^\s*\{.*\}\s*$/s.test(person);
    const name = latexText(isTurned ? givenNameFirst(person) : person);
    return name === '' ? [] : [name.toLowerCase() === 'others' ? 'et al.' : name];
  });
}

function givenNameFirst(person: string): string {
  const [last, ...given] = person.split(',');
  return [...given.reverse(), last].join(' ');
}

function splitPeople(text: string): string[] {
  if (!text.includes('{')) return text.split(/\s+and\s+/i);
  const people = [''];
  let depth = 0;
  for (const part of text.split(/(\\.|[{}]|\s+and\s+)/i)) {
    if (part === '{') depth += 1;
    if (part === '}') depth -= 1;
    if (depth === 0 && /^\s+and\s+$/i.test(part)) people.push('');
    else people[people.length - 1] += part;
  }
  return people;
}

function linksOf({ name, text }: Entered): readonly Link[] {
  // Most fields hold none.
  if (!linkFields.has(name) && (!text.includes(':') || (noteFields.has(name) && name !== 'note'))) return [];
  const value = oneLine(text);
  if (name === 'doi') return takeLinks(/^10\./.test(value) ? `doi:${value}` : value).links;
  const arxiv = arxivForm.exec(value)?.[1];
  if (arxiv && (name === 'eprint' || name === 'arxiv')) {
    return [{ text: `arXiv:${arxiv}`, url: `https://arxiv.org/abs/${arxiv}` }];
  }
  return takeLinks(value.replace(/\\(?:url|href)\b|[{}]/g, ' ').replace(/\\([_%&#~])/g, '$1')).links;
}

function withoutRepeats(links: readonly Link[]): readonly Link[] {
  if (links.length < 2) return links;
  return [...new Map(links.map((link) => [link.url, link])).values()];
}

/** Each line of a piece as a note; of a broken entry, below its first line. */
function asNotes({ text, line, kind }: Piece): Note[] {
  const rows = text.split(/\r\n|\r|\n/).flatMap((row, at) => {
    const words = row.trim().replace(/^%+\s*/, '');
    return words === '' ? [] : [{ text: words, line: line + at, notes: [] }];
  });
  const [first, ...below] = rows;
  if (kind === 'text' || !first) return rows;
  return [{ text: `Not read as a paper: ${first.text}`, line: first.line, notes: below }];
}

function newlines(text: string, from: number, until: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < until; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
