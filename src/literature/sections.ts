import type { Heading } from './headings';
import { takeLinks } from './hyperlinks';
import { isListed, isSymbols, type Line } from './lines';
import { outline, toNote, type Item } from './outline';
import { readRow } from './tableRow';
import type { Link, Note, Section, SummaryPaper } from './summary';
import {
  isHeadline,
  isMarkedOrPublished,
  isPaperAlone,
  isProse,
  isSigned,
  readFacts,
  readTitle,
  unquoted,
  type TitleLine,
} from './titles';

/** A part of a document: its heading, with the number of its line, and the lines below it. */
export interface Part {
  readonly heading: Heading & { readonly line: number };
  readonly lines: readonly Line[];
}

/** An entry of an index: a link to a place in the document. */
const pointerForm = /^\[[^[\]]+\]\(#[^()]*\)$/;

interface OpenPaper {
  readonly titleLine: TitleLine;
  readonly line: number;
  readonly notes: Note[];
  /** True for a paper that is a heading or a plain line: the list and the text below it are its notes. */
  readonly soft: boolean;
  /** Depth of its heading; Infinity where it is none. */
  readonly depth: number;
}

interface OpenSection {
  readonly title: string;
  readonly line: number;
  readonly depth: number;
  readonly papers: OpenPaper[];
  readonly notes: Note[];
}

/**
 * Makes sections of a document's parts. What a part is follows from its heading and what stands below:
 *
 * - a heading below a paper's heading is one of that paper's notes;
 * - a heading that reads like a paper, or that is deeper than its section's, and has no papers below it, is a paper;
 * - any other heading begins a section, and the items of the list below it are papers.
 *
 * A heading without text of its own, and with papers under the headings below it, begins a section too.
 * A shallowest heading that is itself a paper begins a section with that one paper.
 * @param step columns that make a level of nesting
 */
export function readSections(parts: readonly Part[], step: number): Section[] {
  const sections: OpenSection[] = [];
  const outlines = parts.map(({ lines }) => outline(lines, step));
  parts.forEach(({ heading }, at) => {
    const items = outlines[at]!;
    const above = sections.at(-1);
    const paperAbove = above?.papers.at(-1);
    if (paperAbove && heading.depth > paperAbove.depth) {
      paperAbove.notes.push({ text: heading.title, line: heading.line, notes: items.map(toNote) });
      return;
    }
    const deeper = above !== undefined && heading.depth > above.depth;
    const leads = items.length === 0 && leadsToPapers(parts, outlines, at);
    const paper = leads ? null : readHeading(heading, deeper, items);
    const section = deeper && paper ? above : openSection(heading);
    if (section !== above) sections.push(section);
    if (paper) section.papers.push(paper);
    readItems(items, section);
  });
  return sections.map(closeSection);
}

/** Whether papers stand under the headings below a heading that has no text of its own. */
function leadsToPapers(parts: readonly Part[], outlines: readonly Item[][], at: number): boolean {
  const { depth } = parts[at]!.heading;
  for (let next = at + 1; next < parts.length && parts[next]!.heading.depth > depth; next += 1) {
    if (holdsPapers(outlines[next]!)) return true;
  }
  return false;
}

/** The paper that a heading names; null for a heading of a section. */
function readHeading(
  { title, line, depth, supplied }: Part['heading'],
  deeper: boolean,
  items: readonly Item[],
): OpenPaper | null {
  const titleLine = readTitle(title);
  const mayBePaper = !supplied && (deeper || isSigned(titleLine));
  return mayBePaper && !holdsPapers(items) ? openPaper(titleLine, line, depth) : null;
}

/**
 * Makes sections of lines that stand under no heading: one of the given title, or, in an outline whose items hold lists of
 * papers, one for each of these items. None where no paper is among them.
 */
export function readUntitled(lines: readonly Line[], title: string, step: number): Section[] {
  const items = outline(lines, step);
  const holders = items.filter((item) => !isSigned(readTitle(item.text)) && item.items.some(signsPaper));
  if (holders.length * 2 > items.length) return items.map(readHolder);
  const section = openSection({ title, line: lines[0]?.number ?? 1, depth: 0 });
  readItems(items, section);
  const first = section.papers[0];
  return first ? [closeSection({ ...section, line: first.line })] : [];
}

/** A section that is an item of an outline. */
function readHolder({ line, text, items }: Item): Section {
  const section = openSection({ title: text, line: line.number, depth: 0 });
  readItems(items, section);
  return closeSection(section);
}

/** Sorts the top level of a part into papers, notes of the paper above, and notes of the section. */
function readItems(items: readonly Item[], section: OpenSection): void {
  let paper = section.papers.at(-1) ?? null;
  for (const item of items) {
    const next = readPaper(item, paper);
    if (next) {
      paper = next;
      section.papers.push(paper);
    } else if (isSymbols(item.text)) {
      // A divider: what follows is about the section again.
      section.notes.push(toNote(item));
      paper = null;
    } else {
      const owner = paper && (isListed(item.line) || paper.soft) ? paper : section;
      owner.notes.push(toNote(item));
    }
  }
}

/** The paper that an item is; null for a note. */
function readPaper(item: Item, above: OpenPaper | null): OpenPaper | null {
  const { line, text, items } = item;
  if (line.cells) return readTablePaper(item);
  if (isSymbols(text) || pointerForm.test(text)) return null;
  const titleLine = readTitle(text);
  const soft = !isListed(line);
  const isPaper = soft ? isPaperAlone(titleLine) : isSigned(titleLine) || !(above?.soft || isProse(text));
  if (!isPaper) return null;
  const paper = openPaper(titleLine, line.number, Infinity, soft);
  paper.notes.push(...items.map(toNote));
  return paper;
}

function readTablePaper({ line, items }: Item): OpenPaper | null {
  const row = line.cells?.length ? readRow(line.cells) : null;
  if (!row) return null;
  const paper = openPaper(row.titleLine, line.number, Infinity, false);
  paper.notes.length = 0;
  paper.notes.push(...row.remarks.map((text) => ({ text, line: line.number, notes: [] })));
  paper.notes.push(...items.map(toNote));
  return paper;
}

/** Whether the list below a heading is one of papers: one of them says so, or half of them are written as titles. */
function holdsPapers(items: readonly Item[]): boolean {
  const listed = items.filter(({ line }) => isListed(line));
  const headlines = listed.filter(({ text }) => isHeadline(text) && !isProse(text));
  const titled = headlines.length > 0 && headlines.length * 2 >= listed.length;
  return titled || items.some(signsPaper);
}

function signsPaper({ line, text }: Item): boolean {
  if (line.cells) return line.cells.length > 0;
  const titleLine = readTitle(text);
  return isListed(line)
    ? isMarkedOrPublished(titleLine) || titleLine.authors.length > 0
    : isPaperAlone(titleLine);
}

/** Links of a heading, such as badges, become a note: a title is words alone. */
function openSection({ title, line, depth }: Pick<OpenSection, 'title' | 'line' | 'depth'>): OpenSection {
  const { words, notes } = plainTitle(title, line);
  return { title: words, line, depth, papers: [], notes };
}

/** A heading without links and emphasis, and as a note what it was where it had links. */
export function plainTitle(title: string, line: number): { words: string; notes: Note[] } {
  const { text, links, targets } = takeLinks(title);
  const words = unquoted(text);
  if (links.length + targets.length === 0) return { words: words || title, notes: [] };
  return { words: words || links[0]?.text || title, notes: [{ text: title, line, notes: [] }] };
}

function openPaper(titleLine: TitleLine, line: number, depth: number, soft = true): OpenPaper {
  const notes = titleLine.remark === null ? [] : [{ text: titleLine.remark, line, notes: [] }];
  return { titleLine, line, depth, soft, notes };
}

function closeSection({ title, line, papers, notes }: OpenSection): Section {
  return { title, line, papers: papers.map(closePaper), notes };
}

/**
 * A note that is nothing but links, authors, venue or year says more of the paper than its line does. A link inside a
 * sentence may lead to another paper.
 */
function closePaper({ titleLine, line, notes }: OpenPaper): SummaryPaper {
  const { title, mark } = titleLine;
  const noted = notes.flatMap(({ text }) => readFacts(text) ?? []);
  const authors =
    titleLine.authors.length > 0
      ? titleLine.authors
      : (noted.find((facts) => facts.authors.length > 0)?.authors ?? []);
  const published =
    titleLine.venue === null && titleLine.year === null
      ? noted.find(({ venue, year }) => venue !== null || year !== null)
      : titleLine;
  const links: Link[] = [...titleLine.links, ...noted.flatMap((facts) => facts.links)];
  return {
    title,
    authors,
    venue: published?.venue ?? null,
    year: published?.year ?? null,
    mark,
    links,
    notes,
    line,
  };
}
