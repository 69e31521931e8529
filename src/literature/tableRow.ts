import { readAuthors } from './authors';
import { isLabel, takeLinks } from './hyperlinks';
import { isSymbols } from './lines';
import type { Link } from './summary';
import type { Cell, Column } from './tables';
import { readTitle, type TitleLine } from './titleLine';
import { readVenue } from './venues';

/** A paper as a row of a table gives it, and what else the row says, each part for itself. */
export interface RowPaper {
  readonly titleLine: TitleLine;
  readonly remarks: readonly string[];
}

/** A cell without its links. */
interface Read {
  readonly cell: Cell;
  readonly text: string;
  readonly links: readonly Link[];
}

/**
 * Reads a row of a table of papers; null where it names none. The title is the first cell of words in a column of papers or
 * titles, else in one of names or methods: columns of papers may hold nothing but links. Cells that no column takes become
 * remarks under the words at their head.
 */
export function readRow(cells: readonly Cell[]): RowPaper | null {
  const read = cells.map(readCell);
  const of = (column: Column): Read[] => read.filter(({ cell }) => cell.column === column);
  const titled = [...of('title'), ...of('name')].find(({ text }) => !isSymbols(text) && !isLabel(text));
  if (!titled) return null;
  const line = readTitle(titled.cell.text);
  const used = new Set<Read>([titled]);
  const take = <T>(column: Column, value: (text: string) => T | null): T | null => {
    for (const part of of(column)) {
      const found = value(part.text.replace(/[*_]/g, ' ').trim());
      if (found === null || found === '') continue;
      used.add(part);
      return found;
    }
    return null;
  };
  const authors = take('authors', (text) => readAuthors(text) ?? [text].filter(Boolean));
  const published = take('venue', (text) => (isSymbols(text) ? null : readVenue(text)));
  const year = take('year', (text) => (/^(?:19|20)\d\d$/.test(text) ? Number(text) : null));
  const rest = read.filter((part) => !used.has(part) && !isSymbols(part.cell.text) && !isLabel(part.text));
  return {
    titleLine: {
      ...line,
      authors: authors ?? line.authors,
      venue: published?.venue ?? line.venue,
      year: year ?? published?.year ?? line.year,
      links: [...line.links, ...linksOf(read.filter((part) => part !== titled))],
    },
    remarks: [
      ...(line.remark === null ? [] : [line.remark]),
      ...(line.venue !== null && published ? [[line.venue, line.year].join(' ')] : []),
      ...rest.flatMap(({ cell, text, links }) =>
        isSymbols(text) && links.length > 0 ? [] : [`${cell.head}: ${cell.text}`],
      ),
    ],
  };
}

function readCell(cell: Cell): Read {
  const { text, links } = takeLinks(cell.text);
  return { cell, text, links };
}

function linksOf(cells: readonly Read[]): Link[] {
  const all: Link[] = [];
  for (const { links } of cells) all.push(...links);
  return all;
}
