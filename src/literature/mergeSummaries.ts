import { letters, paperIds } from './match';
import { visitInSlices, type Slices } from './slices';
import type { Link, Note, Section, Summary, SummaryPaper } from './summary';

/** A summary and the name of its document, by which positions are told apart. */
export interface NamedSummary {
  readonly document: string;
  readonly summary: Summary;
}

/** Where a document says something of a paper. */
export interface Place {
  readonly document: string;
  readonly line: number;
}

/** What a document says of a paper. Lines of notes are lines of that document. */
export interface DocumentNotes extends Place {
  readonly notes: readonly Note[];
}

/** A paper of one document or more. Title, and each fact, is the first that a document gives. */
export interface MergedPaper extends Omit<SummaryPaper, 'notes' | 'line'> {
  /** What `identify` calls it. */
  readonly known: string | null;
  /** In the order of the documents, one for each time that one names the paper. */
  readonly entries: readonly DocumentNotes[];
}

export interface MergedSection extends Omit<Section, 'papers' | 'line' | 'notes'> {
  readonly papers: readonly MergedPaper[];
  readonly entries: readonly DocumentNotes[];
}

export interface MergedSummary {
  /** What each document says above its sections, with line 1. */
  readonly entries: readonly DocumentNotes[];
  readonly sections: readonly MergedSection[];
}

type Opened<T extends { readonly entries: readonly DocumentNotes[] }> = Omit<T, 'entries'> & {
  entries: DocumentNotes[];
};
type OpenSection = Omit<Opened<MergedSection>, 'papers'> & { papers: Opened<MergedPaper>[] };

/**
 * Makes one summary of several. Sections of the same title, by its letters, are one; where a document repeats a title, its
 * second goes with the second of the others. A paper that two documents name, by arXiv id, DOI or the letters of its title,
 * is one paper: it stands where the first document has it, with the notes and lines of both; a section that keeps nothing
 * then is left out. What one document repeats stays repeated.
 * Cost: linear in papers and links.
 * @param identify a name for what is known to be one paper, however it is written; null for what is not known
 */
export function* mergeSummaries(
  documents: readonly NamedSummary[],
  identify: (paper: SummaryPaper) => string | null = () => null,
): Slices<MergedSummary> {
  const sections = new Map<string, OpenSection>();
  const known = new Map<string, Opened<MergedPaper>>();
  const given = new Set<OpenSection>();
  // What one document repeats stays repeated: with a single one there is nothing to find again.
  const single = documents.length === 1;
  for (const { document, summary } of documents) {
    const times = new Map<string, number>();
    const fresh: [key: string, paper: Opened<MergedPaper>][] = [];
    for (const { title, line, notes, papers } of summary.sections) {
      const name = letters(title) || title;
      times.set(name, (times.get(name) ?? 0) + 1);
      const key = `${times.get(name)} ${name}`;
      const section = sections.get(key) ?? { title, papers: [], entries: [] };
      sections.set(key, section);
      section.entries.push({ document, line, notes });
      yield* visitInSlices(papers, (paper) => {
        const entry = { document, line: paper.line, notes: paper.notes };
        const identity = identify(paper);
        const keys = single ? [] : keysOf(paper, identity);
        const same = keys.map((id) => known.get(id)).find((found) => found !== undefined);
        const merged = same ? extend(same, paper, identity) : opened(paper, identity);
        merged.entries.push(entry);
        if (same) given.add(section);
        else section.papers.push(merged);
        for (const key of keys) fresh.push([key, merged]);
      });
      yield;
    }
    for (const [id, paper] of fresh) if (!known.has(id)) known.set(id, paper);
  }
  const entries = documents.map(({ document, summary }) => ({ document, line: 1, notes: summary.notes }));
  return {
    entries,
    sections: [...sections.values()].filter((section) => !given.has(section) || hasText(section)),
  };
}

function hasText({ papers, entries }: MergedSection): boolean {
  return papers.length > 0 || entries.some(({ notes }) => notes.length > 0);
}

function keysOf({ title, links }: SummaryPaper, known: string | null): string[] {
  const name = letters(title);
  return [
    ...(known === null ? [] : [`known ${known}`]),
    ...paperIds(links).map((id) => `id ${id}`),
    ...(name === '' ? [] : [`title ${name}`]),
  ];
}

function opened(paper: SummaryPaper, known: string | null): Opened<MergedPaper> {
  const { title, authors, venue, year, mark, links } = paper;
  return { title, authors, venue, year, mark, links, known, entries: [] };
}

/** Fills in what the documents before left out. */
function extend(paper: Opened<MergedPaper>, more: SummaryPaper, known: string | null): Opened<MergedPaper> {
  const urls = new Set(paper.links.map(({ url }) => url));
  const links: Link[] = [...paper.links, ...more.links.filter(({ url }) => !urls.has(url))];
  const published = paper.venue === null && paper.year === null ? more : paper;
  return Object.assign(paper, {
    authors: paper.authors.length > 0 ? paper.authors : more.authors,
    venue: published.venue,
    year: published.year,
    mark: paper.mark ?? more.mark,
    known: paper.known ?? known,
    links,
  });
}
