import { readFacts } from './facts';
import { isListed, isNumbered, type Line } from './lines';
import { visitInSlices, type Slices } from './slices';
import type { Note } from './summary';
import { isProse } from './titles';

/** A line with what is nested below it. */
export interface Item {
  readonly line: Line;
  /** The text of the line, and of those that merely go on with it. */
  text: string;
  readonly items: Item[];
}

/** Nesting deeper than this is flattened: nobody writes it, and everyone who reads a tree recursively stays safe. */
const deepest = 64;

/** Nobody wraps lines narrower than this. */
const wrapWidth = 60;

interface Open {
  readonly item: Item;
  readonly indent: number;
  /** Where its nested lines start, as far as seen. */
  nestedIndent: number | null;
}

/**
 * Nests lines by their indentation. The first list item sets the level of the list; text to its left stands outside.
 *
 * Tolerant of uneven indentation: one column more is a new level only where the document nests by single spaces, and a
 * line that starts a column beside its siblings is one of them.
 * @param step columns that make a level, from `indentStep`
 */
export function* outline(lines: readonly Line[], step: number): Slices<Item[]> {
  const roots: Item[] = [];
  const open: Open[] = [];
  const base = lines.find(isListed)?.indent ?? 0;
  let previous: Line | null = null;
  yield* visitInSlices(lines, (line) => {
    const last = open.at(-1);
    if (last && previous && goesOn(line, last.item.line, previous)) {
      last.item.text += ` ${line.text}`;
    } else {
      close(open, line, { base, step });
      const item: Item = { line, text: line.text, items: [] };
      const parent = open.at(-1);
      (parent?.item.items ?? roots).push(item);
      if (open.length < deepest) open.push({ item, indent: settle(line, parent, base), nestedIndent: null });
    }
    previous = line;
  });
  return roots;
}

/** 1 for a document that nests by single spaces, else 2. */
export function indentStep(lines: readonly Line[]): 1 | 2 {
  let single = 0;
  let wider = 0;
  let above: Line | null = null;
  for (const line of lines) {
    if (!isListed(line)) continue;
    const more = above ? line.indent - above.indent : 0;
    if (more === 1) single += 1;
    if (more > 1) wider += 1;
    above = line;
  }
  return single > wider ? 1 : 2;
}

const noNotes: readonly Note[] = [];

/** A numbered note keeps its number: other lines may speak of it. */
export function toNote({ line, text, items }: Item): Note {
  const words = isNumbered(line) ? `${line.marker} ${text}` : text;
  return { text: words, line: line.number, notes: items.length > 0 ? items.map(toNote) : noNotes };
}

/**
 * Whether a line is the wrapped rest of the item above, whose first word had no room there: it starts right under its text,
 * or to the left of that and reads like the rest of a title.
 */
function goesOn(line: Line, item: Line, previous: Line): boolean {
  return (
    !isListed(line) &&
    !line.cells &&
    line.depth === 0 &&
    line.blanks === 0 &&
    isListed(item) &&
    !item.cells &&
    (line.indent === item.column || endsTitle(line, item, previous)) &&
    previous.width + 1 + line.text.search(/\s|$/) > wrapWidth
  );
}

function endsTitle(line: Line, item: Line, previous: Line): boolean {
  if (line.indent > item.column || !/[\p{L}\p{N},-]$/u.test(previous.text)) return false;
  return !isProse(line.text) && readFacts(line.text) === null;
}

/** Closes what the line is not nested in. */
function close(open: Open[], line: Line, { base, step }: { base: number; step: number }): void {
  if (!isListed(line) && (line.indent <= base || (line.blanks === 0 && line.indent < base + step))) {
    const lazy = line.blanks === 0 && line.indent >= base;
    open.length = lazy && open[0] && isListed(open[0].item.line) ? 1 : 0;
    return;
  }
  while (open.length > 0 && !holds(open.at(-1)!, line, step)) open.pop();
}

function holds({ item, indent, nestedIndent }: Open, line: Line, step: number): boolean {
  // A paragraph owns the list right below it, not one after a blank line.
  if (!isListed(item.line) && line.blanks > 0) return false;
  const known = nestedIndent !== null && line.indent > indent;
  return known || line.indent >= indent + step;
}

/** The level on which a line counts as standing. */
function settle(line: Line, parent: Open | undefined, base: number): number {
  if (!parent) return Math.max(line.indent, isListed(line) ? base - 1 : 0);
  const { nestedIndent } = parent;
  const beside = nestedIndent !== null && Math.abs(line.indent - nestedIndent) <= 1;
  parent.nestedIndent = beside ? nestedIndent : line.indent;
  return parent.nestedIndent;
}
