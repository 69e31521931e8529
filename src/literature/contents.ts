import { isFact } from './facts';
import { takeLinks } from './hyperlinks';
import { isListed, isNumbered, type Line } from './lines';
import { visitInSlices, type Slices } from './slices';
import { unquoted } from './titles';
import { words } from './words';

/** The list at the top of a document that names its sections, two or more. */
export interface Contents {
  readonly entries: readonly ContentsEntry[];
  /** Index of the first line behind it. */
  readonly end: number;
}

export interface ContentsEntry {
  readonly title: string;
  /** Index of the line that is this section's heading; null where the document forgot it. */
  readonly heading: number | null;
}

/**
 * Finds the index: the first list of a document, if half of its entries or more come again as lines of their own.
 * A heading may be shorter than its entry: `arXiv 2020` answers to `arXiv 2020-On the Fairness of Deep Metric Learning`.
 */
export function* findContents(lines: readonly Line[]): Slices<Contents | null> {
  const start = lines.findIndex(isListed);
  if (start < 0) return null;
  const end = endOfList(lines, start);
  const listed = lines.slice(start, end);
  if (listed.length < 2 || isFact(listed[0]!.text)) return null;
  // A list of papers may be the whole document: where too few lines are left to answer, none is asked.
  const left = lines.slice(end).filter(canAnswer).length;
  if (left === 0 || left * 2 < listed.length) return null;
  const headings = yield* findAnswers(listed, lines, end);
  const answered = headings.filter((heading) => heading !== null).length;
  if (answered === 0 || answered * 2 < listed.length) return null;
  return { entries: listed.map((line, at) => ({ title: title(line), heading: headings[at]! })), end };
}

/** A list ends at text, and after a blank line also at other markers or where the numbers begin again. */
function endOfList(lines: readonly Line[], start: number): number {
  const first = lines[start]!;
  const begins = (line: Line): boolean =>
    line.blanks > 0 && (isNumbered(line) ? line.marker === first.marker : isNumbered(first));
  const end = lines.findIndex((line, at) => at > start && (!isListed(line) || begins(line)));
  return end < 0 ? lines.length : end;
}

/** For each entry the index of the line that repeats it, in any order; each line answers to one entry. */
function* findAnswers(
  entries: readonly Line[],
  lines: readonly Line[],
  from: number,
): Slices<(number | null)[]> {
  const answers = entries.map((): number | null => null);
  const open = new Map<string, number>();
  entries.forEach((entry, at) => open.set(key(head(title(entry))), at));
  entries.forEach((entry, at) => open.set(key(title(entry)), at));
  const firstWords = new Set([...open.keys()].map((known) => known.split(' ', 1)[0]!));
  yield* visitInSlices(lines.slice(from), (line, offset) => {
    if (!canAnswer(line) || !mayBegin(line.text, firstWords)) return;
    const at = open.get(key(line.text));
    if (at === undefined || answers[at] !== null) return;
    if (!isListed(line) || line.marker === entries[at]!.marker) answers[at] = from + offset;
  });
  return answers;
}

function canAnswer(line: Line): boolean {
  return !isListed(line) || isNumbered(line);
}

/** An entry without its link and its emphasis. */
function title(entry: Line): string {
  return unquoted(takeLinks(entry.text).text);
}

/** Letters of ASCII with nothing before them that a key leaves out, and no accent behind them. */
const plainWordForm = /^[a-z]+(?=[ ,:-]|$)/i;

/** Whether a text may begin with one of these words: spares most lines a key. */
function mayBegin(text: string, firstWords: ReadonlySet<string>): boolean {
  const word = plainWordForm.exec(text)?.[0];
  return word === undefined || firstWords.has(word.toLowerCase());
}

/** What stands before the first dash or colon. */
function head(text: string): string {
  return /^[^-–—:|]+/.exec(text)?.[0] ?? text;
}

/** Letters and digits alone, without a number in front. */
function key(text: string): string {
  return words(text.replace(/^(?:\(?\d{1,3}[.)]|\d{1,3}(?:\.\d{1,3})+\.?)\s+/, '')).join(' ');
}
