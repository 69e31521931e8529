import { findContents } from './contents';
import { findHeadings, type Heading } from './headings';
import { isListed, readLines, type Line } from './lines';
import { indentStep, outline, toNote } from './outline';
import { isBibtex, readBibtex } from './readBibtex';
import { plainTitle, readSections, readUntitled, type Part } from './sections';
import { whole, type Slices } from './slices';
import type { Summary } from './summary';
import { readTitle } from './titleLine';
import { isPaperAlone, isProse } from './titles';
import { visible } from './visible';

/**
 * Reads a summary document. BibTeX is told by its first line; any other text is read as Markdown or plain text: an index at the top, headings, papers as list items (or headings, or
 * plain lines that carry a venue or a mark), notes nested below them. Whatever is not understood stays as a note of the
 * paper, section or document that it stands under. Any text is read; none is refused.
 */
export function parseSummary(text: string): Summary {
  return whole(readSummary(text));
}

/** Does what `parseSummary` does, in slices: for a process that others wait for. */
export function* readSummary(text: string): Slices<Summary> {
  const shown = visible(text);
  return isBibtex(shown) ? yield* readBibtex(shown) : yield* readProse(shown);
}

function* readProse(text: string): Slices<Summary> {
  const lines = yield* readLines(text);
  const step = indentStep(lines);
  const contents = yield* findContents(lines);
  const headings = yield* findHeadings(lines, contents);
  const titled = takesTitle(lines, headings, contents !== null);
  const heading = titled ? plainTitle(lines[0]!.text, lines[0]!.number) : null;
  const title = heading && heading.words;
  const inner = titled ? headings.filter(({ at }) => at > 0) : headings;

  const start = inner[0]?.at ?? lines.length;
  const preface = lines.slice(titled ? 1 : 0, start);
  const untitled = contents ? [] : yield* readUntitled(preface, title ?? 'Papers', step);
  const sections = yield* readSections(partsOf(lines, inner), title ?? 'Papers', step);
  const remarks = untitled.length > 0 ? [] : (yield* outline(preface, step)).map(toNote);
  return {
    title,
    notes: heading ? [...heading.notes, ...remarks] : remarks,
    sections: [...untitled, ...sections],
  };
}

/**
 * Whether the first line is the title of the document: the one Markdown heading above all others, or a plain line that is
 * neither the heading of a section nor a paper.
 */
function takesTitle(lines: readonly Line[], headings: readonly Heading[], hasContents: boolean): boolean {
  const first = lines[0];
  if (!first || isListed(first)) return false;
  if (headings[0]?.at === 0) {
    return (
      first.depth > 0 && headings.length > 1 && headings.slice(1).every(({ depth }) => depth > first.depth)
    );
  }
  if (first.depth > 0) return hasContents;
  return !isProse(first.text) && !isPaperAlone(readTitle(first.text));
}

function partsOf(lines: readonly Line[], headings: readonly Heading[]): Part[] {
  return headings.map((heading, index) => {
    const from = heading.supplied ? heading.at : heading.at + 1;
    const until = headings[index + 1]?.at ?? lines.length;
    return { heading, lines: lines.slice(from, until) };
  });
}
