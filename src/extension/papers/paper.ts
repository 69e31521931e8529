import type { LibraryPaper } from '../../literature/library';
import type { Note, Summary, SummaryPaper } from '../../literature/summary';
import { words } from '../../literature/words';

/** A paper as the sidebar knows it: what the summary says joined with what the library knows. */
export interface Paper extends Omit<SummaryPaper, 'notes' | 'line'> {
  /** The library's id; for a paper that the library lacks, one made from the title. */
  readonly id: string;
  readonly facts: LibraryPaper | null;
  readonly entry: SummaryPaper | null;
}

export interface PaperSection {
  readonly title: string;
  readonly papers: readonly Paper[];
  /** Text of the section that belongs to no paper. */
  readonly notes: readonly Note[];
}

/** All that the Papers view shows. */
export interface PaperCollection {
  readonly sections: readonly PaperSection[];
  /** The first paper of each id. */
  readonly byId: ReadonlyMap<string, Paper>;
}

/** Joins a summary with the library. `match` finds a summary's paper in the library. */
export function collectSummary(
  summary: Summary,
  match: (paper: SummaryPaper) => LibraryPaper | undefined,
): PaperCollection {
  const byId = new Map<string, Paper>();
  const sections = summary.sections.map(({ title, notes, papers }) => ({
    title,
    notes,
    papers: papers.map((entry) => keep(byId, fromSummary(entry, match(entry) ?? null))),
  }));
  return { sections, byId };
}

/** The bundled library on its own: a section a kind, newest first. */
export function collectLibrary(library: readonly LibraryPaper[]): PaperCollection {
  const byId = new Map<string, Paper>();
  const kinds = new Map<string, Paper[]>();
  for (const facts of [...library].sort((a, b) => b.year - a.year || a.title.localeCompare(b.title))) {
    const papers = kinds.get(facts.kind) ?? [];
    kinds.set(facts.kind, papers);
    papers.push(keep(byId, fromLibrary(facts)));
  }
  const sections = [...kinds]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([kind, papers]) => ({ title: heading(kind), papers, notes: [] }));
  return { sections, byId };
}

function keep(byId: Map<string, Paper>, paper: Paper): Paper {
  if (!byId.has(paper.id)) byId.set(paper.id, paper);
  return paper;
}

function fromSummary(entry: SummaryPaper, facts: LibraryPaper | null): Paper {
  return {
    id: facts?.id ?? slug(entry.title),
    title: entry.title,
    authors: facts?.authors ?? entry.authors,
    venue: facts?.venue ?? entry.venue,
    year: facts?.year ?? entry.year,
    mark: entry.mark,
    links: entry.links,
    facts,
    entry,
  };
}

function fromLibrary(facts: LibraryPaper): Paper {
  const { id, title, authors, venue, year } = facts;
  return { id, title, authors, venue, year, mark: null, links: [], facts, entry: null };
}

/** `Mic: Mining` becomes `mic-mining`: safe as one segment of a URI's path. */
function slug(title: string): string {
  return words(title).join('-').slice(0, 80) || 'untitled';
}

/** `training-method` becomes `Training method`. */
function heading(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('-', ' ');
}
