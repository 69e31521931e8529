import { splitAuthors } from './authors';
import { nothingBeside, readBeside, readFront, toBeside, type Beside, type Titled } from './besideTitle';
import { readEntry } from './bibliography';
import { isLabel, linkTo, takeLinks, type Linked } from './hyperlinks';
import { isSymbols } from './lines';
import type { Link, Mark, SummaryPaper } from './summary';
import { isLong, longestTitle, unquoted } from './titles';
import { takeLeadingVenue, takeTrailingVenue, unpublished, type Published } from './venues';

/** The line of a paper, taken apart. */
export interface TitleLine extends Omit<SummaryPaper, 'notes' | 'line'> {
  /** Words behind the mark that belong to none of these. */
  readonly remark: string | null;
}

const markForm = /:\+1:|:-1:|:thumbs(?:up|down):|(?:👍|👎)[\u{1F3FB}-\u{1F3FF}]?/u;

const nothing = { authors: [], venue: null, year: null, mark: null, links: [], remark: null };

/** Takes a paper's line apart. Every word of it is in the result. */
export function readTitle(line: string): TitleLine {
  if (line.length > longestTitle) return { ...nothing, title: line };
  const { text, tags } = takeTags(line);
  const { before, mark, after } = takeMark(text);
  const behind = readBeside(after);
  const { title, beside } =
    readWrapped(before) ?? readCited(before) ?? readEntry(before) ?? readWhole(before);
  const { authors, venue, year, links, remark } = joinBeside([...beside, behind, tags]);
  const words = isSymbols(title) ? (links[0]?.text ?? text) : title;
  return { title: words, mark, authors, venue, year, links, remark };
}

/** `#tag` and `^name` as in Obsidian, `✅ 2024-01-03` and `⏫` as of its tasks, however many. */
const tagsForm =
  /(?:\s+(?:#\p{L}[\p{L}\p{N}/_-]*|\^[\w-]{1,40}|[➕⏳📅🛫✅❌]\uFE0F?\s*\d{4}-\d\d-\d\d|[🔺⏫🔼🔽⏬]\uFE0F?))+$/u;

/** How a line with a task's date or rank ends. */
const taskEndForm = /(?:-\d\d|[🔺⏫🔼🔽⏬]\uFE0F?)$/u;

/** What a program for notes keeps behind a line. */
function takeTags(text: string): { text: string; tags: Beside } {
  // Spares most lines the search.
  const mayHave = text.includes(' #') || text.includes(' ^') || taskEndForm.test(text.slice(-3));
  const found = mayHave ? tagsForm.exec(text) : null;
  if (!found) return { text, tags: nothingBeside };
  return { text: text.slice(0, found.index), tags: { ...nothingBeside, remarks: [found[0].trim()] } };
}

/** Venue and year are those of the first that has one; another one's are a remark. */
function joinBeside(facts: readonly Beside[]): Omit<TitleLine, 'title' | 'mark'> {
  const authors: string[] = [];
  const links: Link[] = [];
  const others: (string | number)[] = [];
  const remarks: string[] = [];
  let published: Beside | null = null;
  for (const fact of facts) {
    if (fact === nothingBeside) continue;
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

function takeMark(text: string): { before: string; mark: Mark | null; after: string } {
  const found = markForm.exec(text);
  if (!found) return { before: text, mark: null, after: '' };
  const mark = /\+1|up|👍/u.test(found[0]) ? '+1' : '-1';
  const before = text.slice(0, found.index).trim();
  const after = text.slice(found.index + found[0].length).trim();
  return isSymbols(before) ? { before: after, mark, after: '' } : { before, mark, after };
}

/** A title with venue and year before or behind it, and authors behind it, as they come. */
function readWhole(text: string): Titled {
  return readUnlinked(takeLinks(text));
}

function readUnlinked({ text: unlinked, links, targets }: Linked): Titled {
  const leading = takeLeadingVenue(unquoted(unlinked));
  const { label, text } = takeLabel(leading.text);
  const { venue, year, remark, text: named } = leading.year === null ? titleEnding(text) : unpublished(text);
  const authored = splitAuthors(named);
  const authors = authored?.authors ?? [];
  // `Title (2016), Xun Wang et al.`
  const inner = authored ? titleEnding(authored.title) : unpublished(named);
  return {
    title: unquoted(inner.text),
    beside: [
      toBeside(leading),
      toBeside({ venue: null, year: null, remark: label }),
      { venue, year, authors, links, remarks: remark ? [remark] : [] },
      toBeside(inner),
      toBeside({ venue: null, year: authored?.year ?? null, remark: targets.join(' ') }),
    ],
  };
}

const labelForm = /^\[(?<label>[^[\]]{1,30})\]\s+(?<text>\S+\s+\S+\s+\S.*)$/s;

/** `[PAUL] Title`: a short name before a title of three words or more. */
function takeLabel(text: string): { label: string | null; text: string } {
  const found = text.startsWith('[') ? labelForm.exec(text)?.groups : undefined;
  return found ? { label: found.label!.trim(), text: found.text! } : { label: null, text };
}

/** Venue and year at the end of a title; `arXiv 2020` on its own is a title. */
function titleEnding(text: string): Published {
  const ending = takeTrailingVenue(text);
  return isSymbols(ending.text) ? unpublished(text) : ending;
}

/** A link that is no image, or words in bold or in quotes at the very beginning. */
const wrappedForm =
  /(?<!!)\[(?<linked>[^[\]]+)\]\((?<target>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)|^\s*(?:(?<stars>\*{2,3})(?<bold>[^*]+)\k<stars>|["“《「『](?<quoted>[^"“”《》「」『』]+)["”》」』])(?![\p{L}\p{N}])/u;

/** What every wrapped title has: spares most lines the search. */
const wrapSign = /\]\(|^\s*[*"“《「『]/;

/** What may follow a title in its wrapping: the title is over. */
const overForm = /^\s*(?:$|[-–—,，、.。;；:：|(（[<*_]|by\s)/u;

/**
 * A title that is the words of a link, or bold or quoted at the beginning: `Authors. [Title](https://...), CVPR 2020`. Null
 * where what stands around it goes on with it, as in a sentence.
 */
function readWrapped(text: string): Titled | null {
  if (!wrapSign.test(text)) return null;
  const found = wrappedForm.exec(text);
  if (!found) return null;
  const { linked, target, bold, quoted } = found.groups!;
  const words = (linked ?? bold ?? quoted)!;
  const rest = text.slice(found.index + found[0].length);
  const isTitle =
    linked === undefined
      ? isLong(words) || text.trimStart().startsWith('《')
      : !isLabel(words) && !isSymbols(words);
  if (!isTitle || !overForm.test(rest)) return null;
  const front = readFront(text.slice(0, found.index));
  if (!front) return null;
  const whole = linked === undefined ? readWhole(words) : readUnlinked(linkTo(target!, linked));
  return { title: whole.title, beside: [...whole.beside, readBeside(rest), front] };
}

const citedForm = /^(?<before>[^[\]]+)(?<rest>\[[A-Z](?:\/[A-Z]{2})?\](?:\/\/|[.,]).*)$/su;

/** `Wang X, Tang X, et al. Title[C]//Proceedings of ..., 2016: 1-9.`; null for any other text. */
function readCited(text: string): Titled | null {
  if (!text.includes('[')) return null;
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
