import { isFact, readFacts, type Facts } from './facts';
import type { Heading } from './headings';
import { isLabel, leadsToCode, leadsToPaper, takeLinks } from './hyperlinks';
import { isListed, isSymbols, withoutNumber, type Line } from './lines';
import { outline, toNote, type Item } from './outline';
import { isPause, mapInSlices, visitInSlices, type Slices } from './slices';
import { readRow } from './tableRow';
import type { Note, Section, SummaryPaper } from './summary';
import { readTitle, type TitleLine } from './titleLine';
import { isHeadline, isMarkedOrPublished, isPaperAlone, isProse, isSigned, unquoted } from './titles';
import { words } from './words';

/** A part of a document: its heading, and the lines below it. */
export interface Part {
  readonly heading: Heading;
  readonly lines: readonly Line[];
}

/** An entry of an index: a link to a place in the document. */
const pointerForm = /^\[[^[\]]+\]\(#[^()]*\)$/;

/** What lists hold besides papers, as their headings name it. */
const otherThings = new Set(
  `acknowledgement acknowledgements acknowledgment acknowledgments blogs challenge challenges citation code codebases codes
  competition competitions contents contributing courses criteria dataset datasets demo demos frameworks implementations
  keyword keywords leaderboard leaderboards lecture lectures libraries library license links milestone milestones news package
  packages readme repositories repository resources slide slides software talks todo toolboxes tools tutorial tutorials
  updates videos websites`.split(/\s+/),
);

const newsWords = new Set(['about', 'changelog', 'news', 'notice', 'update', 'updated', 'updates']);

/** A heading as it reads, and what stands below it. */
interface Headed {
  readonly heading: Heading;
  /** Without its number, taken apart. */
  readonly name: string;
  readonly titleLine: TitleLine;
  readonly items: readonly Item[];
  /** Whether the list below says of the heading that it is a paper: `Paper: https://...`, `Authors: ...`. */
  readonly hasFacts: boolean;
}

/** Where a heading stands: below its section's, and on a depth of which half or more are papers. */
interface Where {
  readonly deeper: boolean;
  readonly among: boolean;
  /** Whether that section is about other things than papers. */
  readonly ofOthers: boolean;
}

interface OpenPaper {
  readonly titleLine: TitleLine;
  readonly line: number;
  readonly notes: Note[];
  /** True for a paper that is a heading or a plain line: the list and the text below it are its notes. */
  readonly soft: boolean;
  /** Depth of its heading; Infinity where it is none. */
  readonly depth: number;
}

type Place = Pick<Heading, 'title' | 'line' | 'depth'>;

interface OpenSection extends Place {
  /** True where no heading names it. */
  readonly implied: boolean;
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
 * A shallowest heading that is itself a paper begins a section with that one paper. Where half of the headings of a
 * depth or more are papers, those that no section holds are one section of the given title.
 * @param step columns that make a level of nesting
 */
export function* readSections(parts: readonly Part[], title: string, step: number): Slices<Section[]> {
  const sections: OpenSection[] = [];
  const headed = yield* readHeadings(parts, step);
  const paperDepths = yield* findPaperDepths(headed);
  for (const [at, part] of headed.entries()) {
    yield;
    const { heading } = part;
    const above = sections.at(-1);
    const paperAbove = above?.papers.at(-1);
    if (paperAbove && heading.depth > paperAbove.depth) {
      paperAbove.notes.push(...notesBelow(part));
      continue;
    }
    const where = whereIs(heading, above, paperDepths);
    const paper = leadsToPapers(headed, at, paperDepths) ? null : paperOf(part, where);
    const section = paper ? sectionOf(heading, { above, title, ...where }) : openSection(heading);
    if (section !== above) sections.push(section);
    if (paper) section.papers.push(paper);
    const strict = isOfOthers(section.title) || leadsPaper(headed, at, paperDepths);
    if (paper && part.hasFacts) paper.notes.push(...part.items.map(toNote));
    else sections.push(...(yield* readBelow(part, { section, paper, strict })));
  }
  return yield* closeSections(sections);
}

function whereIs(heading: Heading, above: OpenSection | undefined, paperDepths: ReadonlySet<number>): Where {
  const deeper = above !== undefined && heading.depth > above.depth;
  return { deeper, among: paperDepths.has(heading.depth), ofOthers: deeper && isOfOthers(above.title) };
}

/** The section that takes a paper that is a heading. */
function sectionOf(
  heading: Heading,
  {
    above,
    title,
    deeper,
    among,
  }: Where & { readonly above: OpenSection | undefined; readonly title: string },
): OpenSection {
  if (above && (deeper || (above.implied && above.depth === heading.depth))) return above;
  return among ? { ...heading, title, implied: true, papers: [], notes: [] } : openSection(heading);
}

function* readHeadings(parts: readonly Part[], step: number): Slices<Headed[]> {
  const headed: Headed[] = [];
  for (const [at, part] of parts.entries()) {
    if (isPause(at)) yield;
    headed.push(yield* readHeading(part, step));
  }
  return headed;
}

function* readHeading({ heading, lines }: Part, step: number): Slices<Headed> {
  const items = yield* outline(lines, step);
  const name = withoutNumber(heading.title);
  return { heading, name, titleLine: readTitle(name), items, hasFacts: beginsWithFact(items) };
}

/** What stands under a heading below a paper's: under a note of its words, but for facts, which are the paper's own. */
function notesBelow({ heading: { title, line }, items, hasFacts }: Headed): Note[] {
  const notes = items.map(toNote);
  return hasFacts ? [{ text: title, line, notes: [] }, ...notes] : [{ text: title, line, notes }];
}

/** Whether a heading has no text of its own, and papers stand under the headings below it. */
function leadsToPapers(headed: readonly Headed[], at: number, paperDepths: ReadonlySet<number>): boolean {
  const { heading, items } = headed[at]!;
  if (items.length > 0) return false;
  const isOfPapers = paperDepths.has(heading.depth);
  for (let next = at + 1; next < headed.length; next += 1) {
    const below = headed[next]!;
    if (below.heading.depth <= heading.depth) return false;
    if ((!isOfPapers && paperDepths.has(below.heading.depth)) || holdsPapers(below)) return true;
  }
  return false;
}

/** Whether the heading right below is deeper, and on a depth of papers: a list above it names groups of them. */
function leadsPaper(headed: readonly Headed[], at: number, paperDepths: ReadonlySet<number>): boolean {
  const next = headed[at + 1]?.heading.depth ?? 0;
  return next > headed[at]!.heading.depth && paperDepths.has(next);
}

/** Whether a section is about other things than papers: its title ends with their name, or begins as news do. */
function isOfOthers(title: string): boolean {
  const named = words(title);
  const isNews = newsWords.has(named[0] ?? '');
  return (isNews || otherThings.has(named.at(-1) ?? '')) && !named.some((word) => word.startsWith('paper'));
}

/** The paper that a heading names; null for a heading of a section. */
function paperOf(part: Headed, where: Where): OpenPaper | null {
  const { heading, name, titleLine, hasFacts } = part;
  const reads = isSigned(titleLine) || ((where.among || where.deeper) && (isHeadline(name) || hasFacts));
  if (heading.supplied || !reads || isLabel(name)) return null;
  if (where.ofOthers && !isCertain(titleLine)) return null;
  return holdsPapers(part) ? null : openPaper(titleLine, heading.line, heading.depth);
}

/** Depths of which half of the headings or more are papers by their own words, or by a list of facts below them. */
function* findPaperDepths(headed: readonly Headed[]): Slices<Set<number>> {
  const ahead = new Map<number, number>();
  yield* visitInSlices(headed, (part) => {
    const { depth } = part.heading;
    const isPaper = paperOf(part, { deeper: part.hasFacts, among: false, ofOthers: false }) !== null;
    ahead.set(depth, (ahead.get(depth) ?? 0) + (isPaper ? 1 : -1));
  });
  return new Set([...ahead].flatMap(([depth, more]) => (more >= 0 ? [depth] : [])));
}

function beginsWithFact(items: readonly Item[]): boolean {
  return items[0] !== undefined && isFact(items[0].text);
}

/**
 * Makes sections of lines that stand under no heading: one of the given title, or, in an outline whose items hold lists of
 * papers, one for each of these items. None where no paper is among them.
 */
export function* readUntitled(lines: readonly Line[], title: string, step: number): Slices<Section[]> {
  const items = yield* outline(lines, step);
  if (yield* holdLists(items)) {
    const sections = items.map((item) => openHolder(item, 0));
    for (const [at, item] of items.entries()) yield* readItems(item.items, sections[at]!);
    return yield* closeSections(sections);
  }
  const section = openSection({ title, line: lines[0]?.number ?? 1, depth: 0 });
  yield* readItems(items, section);
  const first = section.papers[0];
  return first ? yield* closeSections([{ ...section, line: first.line }]) : [];
}

/**
 * Reads what stands below a heading into its section. Where most items of the list there hold lists of papers, such as
 * those of `<details>`, each of these is a section of its own, given back; what holds none belongs to the section above it.
 */
function* readBelow(
  { items }: Headed,
  to: { readonly section: OpenSection; readonly paper: OpenPaper | null; readonly strict: boolean },
): Slices<OpenSection[]> {
  const { section, paper, strict } = to;
  const groups: OpenSection[] = [];
  const first = items.find((item) => item.items.length > 0); // spares most lists the count
  if (paper || strict || !first || !holdsList(first) || !(yield* holdLists(items))) {
    yield* readItems(items, section, strict);
    return groups;
  }
  for (const item of items) {
    yield;
    if (isListed(item.line) && holdsList(item)) {
      const group = openHolder(item, section.depth);
      groups.push(group);
      yield* readItems(item.items, group);
    } else {
      yield* readItems([item], groups.at(-1) ?? section);
    }
  }
  return groups;
}

/** Whether most items are none of papers, but hold them. */
function* holdLists(items: readonly Item[]): Slices<boolean> {
  let holders = 0;
  yield* visitInSlices(items, (item) => {
    if (holdsList(item)) holders += 1;
  });
  return holders * 2 > items.length;
}

/** Whether an item, which is no sentence, is none of the papers that it holds. */
function holdsList({ text, items }: Item): boolean {
  if (items.length === 0 || /[.。]$/.test(text)) return false;
  return !isSigned(readTitle(text)) && items.some(signsPaper);
}

function isCertain(line: TitleLine): boolean {
  return isMarkedOrPublished(line) || line.authors.length > 0 || line.links.some(leadsToPaper);
}

/** A section that is an item of an outline. */
function openHolder({ line, text }: Item, depth: number): OpenSection {
  return openSection({ title: text, line: line.number, depth });
}

/**
 * Sorts the top level of a part into papers, notes of the paper above, and notes of the section.
 * @param strict whether a paper has to say that it is one: by mark, venue, authors, or a link to where papers are
 */
function* readItems(items: readonly Item[], section: OpenSection, strict = false): Slices<void> {
  let paper = section.papers.at(-1) ?? null;
  yield* visitInSlices(items, (item) => {
    const next = readPaper(item, paper);
    if (next && (!strict || item.line.cells || isCertain(next.titleLine))) {
      paper = next;
      section.papers.push(paper);
    } else if (isSymbols(item.text)) {
      // A divider: what follows is about the section again.
      section.notes.push(toNote(item));
      paper = null;
    } else {
      const isOfPaper = paper?.soft || (isListed(item.line) && !isTool(readTitle(item.text)));
      const owner = paper && isOfPaper ? paper : section;
      owner.notes.push(toNote(item));
    }
  });
}

/** Whether a line names a program: one word or two that lead to where code is kept, and nothing that a paper would have. */
function isTool({ title, authors, venue, mark, links: [link, another] }: TitleLine): boolean {
  if (!link || another || authors.length > 0 || venue !== null || mark !== null) return false;
  return leadsToCode(link) && !isLabel(link.text) && title.split(/\s+/).length < 3;
}

function isPointer(text: string): boolean {
  return text.includes('](#') && pointerForm.test(unquoted(text));
}

/** The paper that an item is; null for a note. */
function readPaper(item: Item, above: OpenPaper | null): OpenPaper | null {
  const { line, text, items } = item;
  if (line.cells) return readTablePaper(item);
  if (isSymbols(text) || isPointer(text) || isFact(text)) return null;
  const titleLine = readTitle(text);
  const soft = !isListed(line);
  const isPaper = soft
    ? isPaperAlone(titleLine) || isTitleLink(text, titleLine)
    : isSigned(titleLine)
      ? !isTool(titleLine)
      : !(above?.soft || isProse(text));
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

/**
 * Whether the list below is one of papers: one of them says so, or half of them are written as titles. A list
 * that begins with a fact is none.
 */
function holdsPapers({ items, hasFacts }: Headed): boolean {
  const listed = items.filter(({ line }) => isListed(line));
  if (listed[0] === items[0] ? hasFacts : beginsWithFact(listed)) return false;
  const headlines = listed.filter(({ text }) => isHeadline(text) && !isProse(text));
  const titled = headlines.length > 0 && headlines.length * 2 >= listed.length;
  return titled || items.some(signsPaper);
}

function signsPaper({ line, text }: Item): boolean {
  if (line.cells) return line.cells.length > 0;
  if (isFact(text)) return false;
  const titleLine = readTitle(text);
  return isListed(line)
    ? isMarkedOrPublished(titleLine) || titleLine.authors.length > 0
    : isPaperAlone(titleLine) || isTitleLink(text, titleLine);
}

/** Whether a line is nothing but a title that leads to its paper. */
function isTitleLink(text: string, { links: [link, another] }: TitleLine): boolean {
  if (!link || another || !leadsToPaper(link) || isLabel(link.text)) return false;
  return /^\[[^[\]]+\]\(\S+\)$/.test(text.trim()) && /\S\s+\S+\s+\S/.test(link.text);
}

/** Links of a heading, such as badges, become a note: a title is words alone. */
function openSection({ title, line, depth }: Place): OpenSection {
  const { words: plain, notes } = plainTitle(title, line);
  return { title: plain, line, depth, implied: false, papers: [], notes };
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

function* closeSections(sections: readonly OpenSection[]): Slices<Section[]> {
  const closed: Section[] = [];
  for (const { title, line, papers, notes } of sections) {
    closed.push({ title, line, papers: yield* mapInSlices(papers, closePaper), notes });
    yield;
  }
  return closed;
}

/**
 * A note that is nothing but links, authors, venue or year says more of the paper than its line does. A link inside a
 * sentence may lead to another paper.
 */
function closePaper({ titleLine, line, notes }: OpenPaper): SummaryPaper {
  const { title, mark } = titleLine;
  const noted: Facts[] = [];
  for (const { text } of notes) {
    const facts = readFacts(text);
    if (facts) noted.push(facts);
  }
  const authors =
    titleLine.authors.length > 0
      ? titleLine.authors
      : (noted.find((facts) => facts.authors.length > 0)?.authors ?? []);
  const { venue, year } = publishedBy(
    titleLine.venue === null && titleLine.year === null ? noted : [titleLine],
  );
  const links = [...titleLine.links];
  for (const facts of noted) links.push(...facts.links);
  return { title, authors, venue, year, mark, links, notes, line };
}

/** Venue and year may stand in lines of their own; the year beside the venue comes first. */
function publishedBy(
  facts: readonly Pick<SummaryPaper, 'venue' | 'year'>[],
): Pick<SummaryPaper, 'venue' | 'year'> {
  const venued = facts.find(({ venue }) => venue !== null);
  const dated = venued?.year ? venued : facts.find(({ year }) => year !== null);
  return { venue: venued?.venue ?? null, year: dated?.year ?? null };
}
