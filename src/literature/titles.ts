import { readAuthor, readAuthors, splitAuthors } from './authors';
import { isLabel, linkTo, takeLinks, type Linked } from './hyperlinks';
import { isSymbols } from './lines';
import type { Link, Mark, SummaryPaper } from './summary';
import { readVenue, takeLeadingVenue, takeTrailingVenue, type Published } from './venues';

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
  const { before, mark, after } = takeMark(text);
  const behind = readBeside(after);
  const { title, beside } = readWrapped(before) ?? readCited(before) ?? readWhole(before);
  const joined = joinBeside([...beside, behind]);
  return { title: isSymbols(title) ? (joined.links[0]?.text ?? text) : title, mark, ...joined };
}

/** Venue and year are those of the first that has one; another one's are a remark. */
function joinBeside(facts: readonly Beside[]): Omit<TitleLine, 'title' | 'mark'> {
  const authors: string[] = [];
  const links: Link[] = [];
  const others: (string | number)[] = [];
  const remarks: string[] = [];
  let published: Beside | null = null;
  for (const fact of facts) {
    authors.push(...fact.authors);
    links.push(...fact.links);
    remarks.push(...fact.remarks);
    if (fact.venue === null && fact.year === null) continue;
    if (published) others.push(...[fact.venue, fact.year].filter((part) => part !== null));
    else published = fact;
  }
  return {
    authors,
    venue: published?.venue ?? null,
    year: published?.year ?? null,
    links,
    remark: [...others, ...remarks].join(' ') || null,
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

/** `Keywords: ...`, `Abstract`: what a list says of a paper above it. */
const noteForm =
  /^(?:abstract|summary|keywords?|tags?|topics?|session|notes?|comments?|tl;?dr|highlights?|bibtex)(?:\s?[:：]|$)/i;

/** Whether a text is a sentence or a label (`Evaluation:`) rather than a title. */
export function isProse(text: string): boolean {
  if (isSymbols(text) || noteForm.test(text)) return true;
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

/** What stands beside a title: before it, at its ends, behind it. */
interface Beside extends Pick<SummaryPaper, 'authors' | 'venue' | 'year' | 'links'> {
  /** Words that are none of these. */
  readonly remarks: readonly string[];
}

interface Titled {
  readonly title: string;
  /** In the order in which it tells venue and year. */
  readonly beside: readonly Beside[];
}

/** A title with venue and year before or behind it, and authors behind it, as they come. */
function readWhole(text: string): Titled {
  return readUnlinked(takeLinks(text));
}

function readUnlinked({ text: unlinked, links, targets }: Linked): Titled {
  const leading = takeLeadingVenue(unquoted(unlinked));
  const trailing = leading.year === null ? titleEnding(leading.text) : { ...none, text: leading.text };
  const authored = splitAuthors(trailing.text) ?? { title: trailing.text, authors: [], year: null };
  // `Title (2016), Xun Wang et al.`
  const inner = authored.authors.length > 0 ? titleEnding(authored.title) : { ...none, text: authored.title };
  return {
    title: unquoted(inner.text),
    beside: [
      toBeside(leading),
      { ...toBeside(trailing), links, authors: authored.authors },
      toBeside(inner),
      toBeside({ ...none, year: authored.year, remark: targets.join(' ') }),
    ],
  };
}

const none = { venue: null, year: null, remark: null };

function toBeside({ venue, year, remark }: Omit<Published, 'text'>): Beside {
  return { venue, year, authors: [], links: [], remarks: remark ? [remark] : [] };
}

/** A link that is no image, or words in bold or in quotes at the very beginning. */
const wrappedForm =
  /(?<!!)\[(?<linked>[^[\]]+)\]\((?<target>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)|^\s*(?:(?<stars>\*{2,3})(?<bold>[^*]+)\k<stars>|["“](?<quoted>[^"“”]+)["”])(?![\p{L}\p{N}])/u;

/** What may follow a title in its wrapping: the title is over. */
const overForm = /^\s*(?:$|[-–—,，.。;|([<*_]|by\s)/u;

/** Labels before a title: `[PAUL]`, `【survey】`, a code span. */
const tagForm = /\[[^[\]]*\](?!\()|【[^【】]*】|`[^`]*`/g;

/**
 * A title that is the words of a link, or bold or quoted at the beginning: `Authors. [Title](https://...), CVPR 2020`. Null
 * where what stands around it goes on with it, as in a sentence.
 */
function readWrapped(text: string): Titled | null {
  const found = wrappedForm.exec(text);
  if (!found) return null;
  const { linked, target, bold, quoted } = found.groups!;
  const words = (linked ?? bold ?? quoted)!;
  const rest = text.slice(found.index + found[0].length);
  const isTitle = linked === undefined ? isLong(words) : !isLabel(words) && !isSymbols(words);
  if (!isTitle || !overForm.test(rest)) return null;
  const front = readFront(text.slice(0, found.index));
  if (!front) return null;
  const whole = linked === undefined ? readWhole(words) : readUnlinked(linkTo(target!, linked));
  return { title: whole.title, beside: [...whole.beside, readBeside(rest), front] };
}

/** `Wang X, Tang X, et al. Title[C]//Proceedings of ..., 2016: 1-9.`; null for any other text. */
function readCited(text: string): Titled | null {
  const kind = citedForm.exec(text)?.groups;
  if (!kind) return null;
  const before = kind.before!;
  const rest = readBeside(kind.rest!);
  for (let at = before.indexOf('. '); at >= 0; at = before.indexOf('. ', at + 1)) {
    const front = readFront(before.slice(0, at + 1));
    const title = unquoted(before.slice(at + 2));
    if (front && isLong(title)) return { title, beside: [rest, front] };
  }
  return { title: unquoted(before), beside: [rest] };
}

function isLong(text: string): boolean {
  return text.trim().split(/\s+/).length >= 3;
}

/** What stands before a title: labels, authors, venue and year; null for any other words. */
function readFront(text: string): Beside | null {
  if (isSymbols(text)) return toBeside(none);
  const { text: unlinked, links, targets } = takeLinks(text);
  if (targets.length > 0) return null;
  const tags = (unlinked.match(tagForm) ?? []).map((tag) => tag.slice(1, -1).trim());
  const others = unquoted(unlinked.replace(tagForm, ' ')).trim();
  const read = readBeside(others);
  if (read.remarks.length > 0) {
    const single = /^(.*\S)\s*[.,:]$/.exec(others)?.[1];
    const authors = single === undefined ? null : readAuthor(single);
    return authors && { ...read, authors, links, remarks: tags };
  }
  const published = tags.findLast((tag) => readVenue(tag).year !== null);
  const named = published === undefined ? null : readVenue(published);
  return {
    ...read,
    ...(read.venue === null && named),
    links,
    remarks: tags.filter((tag) => tag !== published || read.venue !== null),
  };
}

/** `[C]//Proceedings of ...`, `[J]. Nature`: how Chinese bibliographies say what a text is, and where it is. */
const kindForm = /^\[[A-Z](?:\/[A-Z]{2})?\](?:\/\/)?[.,:\s]*(?<venue>[^.,:]*)/;

const citedForm = /^(?<before>[^[\]]+)(?<rest>\[[A-Z](?:\/[A-Z]{2})?\](?:\/\/|[.,]).*)$/su;

/** What stands behind a title or a mark: authors, venue and year, or else a remark. */
function readBeside(text: string): Beside {
  if (text === '') return toBeside(none);
  const { text: unlinked, links, targets } = takeLinks(text);
  const rest = unlinked.replace(/^[\s.,，;:|–—-]+|[\s,，;:|–—-]+\.?$/g, '');
  if (isSymbols(rest)) return { ...toBeside(none), links, remarks: targets };
  const kind = kindForm.exec(rest)?.groups;
  if (kind) {
    const year = /(?<!\d)(?:19|20)\d\d(?!\d)/.exec(rest);
    const venue = kind.venue!.trim() || null;
    return { authors: [], venue, year: year && Number(year[0]), links, remarks: [rest, ...targets] };
  }
  const leading = takeLeadingVenue(unquoted(rest));
  const { text: left, ...trailing } =
    leading.year === null ? takeTrailingVenue(unquoted(leading.text)) : leading;
  const names = unquoted(left).replace(/\.$/, '');
  const published = { ...toBeside(trailing), links };
  if (isSymbols(names)) return { ...published, remarks: [...published.remarks, ...targets] };
  const authors = readAuthors(names);
  if (authors) return { ...published, authors, remarks: [...published.remarks, ...targets] };
  return { ...toBeside(none), links, remarks: [rest, ...targets] };
}

function takeMark(text: string): { before: string; mark: Mark | null; after: string } {
  const found = markForm.exec(text);
  if (!found) return { before: text, mark: null, after: '' };
  const mark = /\+1|up|👍/u.test(found[0]) ? '+1' : '-1';
  const before = text.slice(0, found.index).trim();
  const after = text.slice(found.index + found[0].length).trim();
  return isSymbols(before) ? { before: after, mark, after: '' } : { before, mark, after };
}

/** Venue and year at the end of a title; `arXiv 2020` on its own is a title. */
function titleEnding(text: string): Published {
  const ending = takeTrailingVenue(text);
  return isSymbols(ending.text) ? { ...none, text } : ending;
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
