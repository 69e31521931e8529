import type { LibraryPaper } from '../../literature/library';
import { mergeSummaries } from '../../literature/mergeSummaries';
import type { MergedPaper, MergedSection, NamedSummary } from '../../literature/mergeSummaries';
import { mapInSlices } from '../../literature/slices';
import type { Slices } from '../../literature/slices';
import type { SummaryPaper } from '../../literature/summary';
import { words } from '../../literature/words';

/** A paper as the sidebar knows it: what the summaries say joined with what the library knows. */
export interface Paper extends Omit<MergedPaper, 'known'> {
  /** The library's id; for a paper that the library lacks, one made from the title. */
  readonly id: string;
  readonly facts: LibraryPaper | null;
}

export interface PaperSection extends Omit<MergedSection, 'papers'> {
  readonly papers: readonly Paper[];
}

/** All that the Papers view shows. */
export interface PaperCollection {
  readonly sections: readonly PaperSection[];
  /** The first paper of each id. */
  readonly byId: ReadonlyMap<string, Paper>;
}

/**
 * Joins summaries with the library.
 * @param documents in the order in which their papers are shown
 * @param match finds a summary's paper in the library
 */
export function* collectSummaries(
  documents: readonly NamedSummary[],
  match: (paper: Pick<SummaryPaper, 'title' | 'links'>) => LibraryPaper | undefined,
): Slices<PaperCollection> {
  const byId = new Map<string, Paper>();
  const known = new Map<string, LibraryPaper>();
  const merged = yield* mergeSummaries(documents, (paper) => {
    const facts = match(paper);
    if (facts) known.set(facts.id, facts);
    return facts?.id ?? null;
  });
  const sections: PaperSection[] = [];
  for (const section of merged.sections) {
    const papers = yield* mapInSlices(section.papers, (paper) =>
      keep(byId, fromSummaries(paper, known.get(paper.known ?? '') ?? null)),
    );
    sections.push({ ...section, papers });
    yield;
  }
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
    .map(([kind, papers]) => ({ title: heading(kind), papers, entries: [] }));
  return { sections, byId };
}

function keep(byId: Map<string, Paper>, paper: Paper): Paper {
  if (!byId.has(paper.id)) byId.set(paper.id, paper);
  return paper;
}

function fromSummaries(paper: MergedPaper, facts: LibraryPaper | null): Paper {
  const { title, mark, links, entries } = paper;
  const { authors, venue, year } = facts ?? paper;
  return { id: facts?.id ?? slug(title), title, authors, venue, year, mark, links, entries, facts };
}

function fromLibrary(facts: LibraryPaper): Paper {
  const { id, title, authors, venue, year } = facts;
  return { id, title, authors, venue, year, mark: null, links: [], entries: [], facts };
}

/** `Mic: Mining` becomes `mic-mining`: safe as one segment of a URI's path. */
function slug(title: string): string {
  return words(title).join('-').slice(0, 80) || 'untitled';
}

/** `training-method` becomes `Training method`. */
export function heading(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('-', ' ');
}
