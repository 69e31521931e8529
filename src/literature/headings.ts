import type { Contents } from './contents';
import { isListed, isSymbols, type Line } from './lines';
import { visitInSlices, type Slices } from './slices';
import { readTitle } from './titleLine';
import { isHeadline, isPaperAlone, isProse, isSigned } from './titles';
import { words } from './words';

/** Where a part of the document begins. */
export interface Heading {
  readonly title: string;
  /** Index of its line, or of the first line below it where the document forgot the heading. */
  readonly at: number;
  /** That line's number. */
  readonly line: number;
  /** True where the heading was forgotten and its title comes from the index. */
  readonly supplied: boolean;
  /** Markdown's depth; a plain line counts as the shallowest heading. */
  readonly depth: number;
}

/**
 * Finds headings behind the index, in the document's order. A heading is a line that the index names, a Markdown
 * heading, or, in a document without Markdown headings, a plain line at the margin with papers right below it.
 */
export function* findHeadings(lines: readonly Line[], contents: Contents | null): Slices<Heading[]> {
  const from = contents?.end ?? 0;
  const named = new Set(contents?.entries.map(({ heading }) => heading));
  const depths = new Set(lines.slice(from).map(({ depth }) => depth));
  depths.delete(0);
  const shallowest = Math.min(6, ...depths);
  const found: Heading[] = [];
  yield* visitInSlices(lines, (line, at) => {
    if (at < from) return;
    const plain = named.has(at) || (depths.size === 0 && isPlainHeading(line, lines[at + 1]));
    if (line.depth === 0 && !plain) return;
    const title = line.text.replace(/:$/, '');
    found.push({ title, at, line: line.number, supplied: false, depth: line.depth || shallowest });
  });
  return contents ? withForgotten(found, contents, lines, shallowest) : found;
}

/** Whether a line is about what stands below it rather than a paper of its own. */
function isPlainHeading(line: Line, next: Line | undefined): boolean {
  if (isListed(line) || line.indent > 0 || !next) return false;
  if (line.blanks === 0 && line.number > 1) return false;
  if (isProse(line.text.replace(/:$/, '')) || isSymbols(line.text)) return false;
  const alone = isPaperAlone(readTitle(line.text));
  if (!isListed(next)) return !alone && isPaperAlone(readTitle(next.text));
  return !alone || isHeadline(next.text) || isSigned(readTitle(next.text));
}

/**
 * A section that the index names and that has no heading begins where, between its neighbours of the index, a list goes
 * on after two blank lines or more: first where the line there shares a word with the entry, else at the first such gap.
 */
function withForgotten(
  found: readonly Heading[],
  contents: Contents,
  lines: readonly Line[],
  depth: number,
): Heading[] {
  const starts = found.map(({ at }) => at);
  const gaps = findGaps(lines, contents.end, new Set(starts));
  const all = [...found];
  let after = contents.end - 1;
  for (const { title, heading } of contents.entries) {
    if (heading !== null) {
      after = heading;
      continue;
    }
    const until = starts.find((start) => start > after) ?? lines.length;
    const at = bestGap(lines, gaps, { title, after, until });
    if (at === undefined) continue;
    all.push({ title, at, line: lines[at]!.number, supplied: true, depth });
    after = at;
  }
  return all.sort((a, b) => a.at - b.at);
}

/** Indices of list lines where a section may begin without its heading. */
function findGaps(lines: readonly Line[], from: number, headings: ReadonlySet<number>): number[] {
  return lines.flatMap((line, at) => {
    const opens = at === from;
    const goesOn = at > from && line.blanks >= 2 && !headings.has(at - 1);
    return isListed(line) && (opens || goesOn) ? [at] : [];
  });
}

function bestGap(
  lines: readonly Line[],
  gaps: readonly number[],
  { title, after, until }: { title: string; after: number; until: number },
): number | undefined {
  const near = gaps.filter((at) => at > after && at < until);
  const wanted = new Set(words(title).filter((word) => word.length >= 4));
  return near.find((at) => words(lines[at]!.text).some((word) => wanted.has(word))) ?? near[0];
}
