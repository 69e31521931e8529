import { readAuthors, splitAuthors, type Authored } from './authors';
import { takeLinks } from './hyperlinks';
import { isSymbols } from './lines';
import type { Mark, SummaryPaper } from './summary';
import { takeLeadingVenue, takeTrailingVenue, type Published } from './venues';

/** The line of a paper, taken apart. */
export interface TitleLine extends Omit<SummaryPaper, 'notes' | 'line'> {
  /** Words behind the mark that belong to none of these. */
  readonly remark: string | null;
}

/** A longer line is no title: it is left whole, which also keeps a hostile one cheap. */
export const longestTitle = 1000;

const markForm = /:\+1:|:-1:|:thumbs(?:up|down):|(?:👍|👎)[\u{1F3FB}-\u{1F3FF}]?/u;

/** Takes a paper's line apart. Every word of it is in the result. */
export function readTitle(text: string): TitleLine {
  if (text.length > longestTitle) return { ...nothing, title: text };
  const { text: unlinked, links, targets } = takeLinks(text);
  const { before, mark, after } = takeMark(unlinked);
  const leading = takeLeadingVenue(unquoted(before));
  const trailing =
    leading.venue === null ? titleEnding(leading.text) : { ...leading, venue: null, year: null };
  const authored = splitAuthors(trailing.text) ?? { title: trailing.text, authors: [], year: null };
  const behind = readBehind(after);
  const [published, ...others] = [leading, trailing, { venue: null, year: authored.year }, behind].filter(
    ({ venue, year }) => venue !== null || year !== null,
  );
  const title = unquoted(authored.title);
  const leftOver = [
    ...others.flatMap(({ venue, year }) => [venue, year]),
    trailing.remark,
    behind.remark,
    ...targets,
  ];
  return {
    title: isSymbols(title) ? (links[0]?.text ?? text) : title,
    authors: [...authored.authors, ...behind.authors],
    venue: published?.venue ?? null,
    year: published?.year ?? null,
    mark,
    links,
    remark: leftOver.filter((part) => part !== null).join(' ') || null,
  };
}

/** Whether a title line says of itself that it is a paper: by authors, venue, mark or link. */
export function isSigned(line: TitleLine): boolean {
  return isMarkedOrPublished(line) || line.authors.length > 0 || line.links.length > 0;
}

/** The signs that no ordinary sentence carries. */
export function isMarkedOrPublished({ mark, venue }: TitleLine): boolean {
  return mark !== null || venue !== null;
}

/** Whether a line is a paper even where nothing but itself says so. */
export function isPaperAlone(line: TitleLine): boolean {
  return isMarkedOrPublished(line) && !isProse(line.title);
}

/** Whether a text is a sentence or a label (`Evaluation:`) rather than a title. */
export function isProse(text: string): boolean {
  if (isSymbols(text)) return true;
  if (isHeadline(text)) return /[:;]$/.test(text);
  return /[.;:…]$/.test(text) || (/^\p{Ll}/u.test(text) && text.split(/\s+/).length >= 4);
}

/** Whether a text is written as titles are: three words or more, most of the long ones capitalised. */
export function isHeadline(text: string): boolean {
  const words = text.split(/\s+/);
  if (words.length < 3) return false;
  let long = 0;
  let capitalised = 0;
  for (const word of words) {
    if (word.length < 4) continue;
    long += 1;
    if (/^[^\p{L}]*\p{Lu}/u.test(word)) capitalised += 1;
  }
  return long >= 2 && capitalised >= 0.6 * long;
}

const nothing = { authors: [], venue: null, year: null, mark: null, links: [], remark: null };

function takeMark(text: string): { before: string; mark: Mark | null; after: string } {
  const found = markForm.exec(text);
  if (!found) return { before: text, mark: null, after: '' };
  const mark = /\+1|up|👍/u.test(found[0]) ? '+1' : '-1';
  const before = text.slice(0, found.index).trim();
  const after = text.slice(found.index + found[0].length).trim();
  return isSymbols(before) ? { before: after, mark, after: '' } : { before, mark, after };
}

/** What stands behind a mark: authors, venue and year, or else a remark. */
function readBehind(text: string): Omit<Published, 'text'> & Pick<Authored, 'authors'> {
  if (text === '') return { venue: null, year: null, authors: [], remark: null };
  const rest = text.replace(/^[\s:;,–—-]+/, '');
  const { text: names, ...published } = takeTrailingVenue(rest);
  const authors = names === '' ? [] : readAuthors(names);
  if (authors) return { ...published, authors };
  return { venue: null, year: null, authors: [], remark: isSymbols(rest) ? null : rest };
}

/** Venue and year at the end of a title; `arXiv 2020` on its own is a title. */
function titleEnding(text: string): Published {
  const ending = takeTrailingVenue(text);
  return isSymbols(ending.text) ? { text, venue: null, year: null, remark: null } : ending;
}

const emphasisForm = /(?<![\p{L}\p{N}*_])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\p{L}\p{N}*_])/gu;

const separatorForm = /[\s"“”`,;:|–—-]/;

/** Without emphasis, without quotes around its beginning, and without separators at its ends. */
export function unquoted(text: string): string {
  const plain = /[*_]/.test(text) ? text.replace(emphasisForm, '') : text;
  const quoted = /^\s*["“]/.test(plain);
  const inner = (quoted ? plain.replace(/^\s*["“]([^"“”]+)["”](?![\p{L}\p{N}])/u, '$1') : plain).replace(
    /^[\s"“”`,;:|–—-]+/,
    '',
  );
  let end = inner.length;
  while (end > 0 && separatorForm.test(inner[end - 1]!)) end -= 1;
  return inner.slice(0, end);
}
