import type { DocumentNotes } from '../../literature/mergeSummaries';
import { letters } from '../../literature/match';
import type { OwnMarks, ReadingStatus } from '../../protocol/marks';
import type { Grouping, Sorting } from './arrangement';
import type { Paper, PaperCollection } from './paper';

/** Papers that have something in common. */
export interface PaperGroup {
  /** Tells it from the other groups, and stays the same while papers come and go. */
  readonly key: string;
  /** What they have in common; null where they have none of it. */
  readonly title: string | null;
  readonly papers: readonly Paper[];
  /** What the summaries say of a section itself. */
  readonly entries: readonly DocumentNotes[];
}

/** What is known of a paper besides what documents say. */
export interface Standings {
  marksOf(paperId: string): OwnMarks;
  /** Recall@1 of its own runs, 0 to 1; null where there is none. */
  recallAt1Of(paperId: string): number | null;
}

const collator = new Intl.Collator(undefined, {
  numeric: true,
  sensitivity: 'base',
  ignorePunctuation: true,
});

/** The statuses in the order of how much they ask of the reader. */
const statusOrder: readonly ReadingStatus[] = ['reading', 'to read', 'read'];

/**
 * Groups papers and sorts them within their groups. Sections stand as in the documents, years with the latest first, all
 * else by the alphabet; papers that have none of it come last. A paper stands in the group of each of its tags.
 * Cost: linear in papers, but for the sorting.
 */
export function groupPapers(
  collection: PaperCollection,
  { grouping, sorting }: { readonly grouping: Grouping; readonly sorting: Sorting },
  standings: Standings,
): PaperGroup[] {
  const groups =
    grouping === 'section' ? sectionGroups(collection) : valueGroups(collection, grouping, standings);
  if (sorting === 'document') return groups;
  return groups.map((group) => ({ ...group, papers: sorted(group.papers, sorting, standings) }));
}

/** The papers that fit a filter, under their sections; a section without one is left out. */
export function filterPapers(collection: PaperCollection, fits: (paper: Paper) => boolean): PaperCollection {
  const sections = collection.sections
    .map(({ title, papers }) => ({ title, papers: papers.filter(fits), entries: [] }))
    .filter(({ papers }) => papers.length > 0);
  return { ...collection, sections };
}

/** Every paper once, in the documents' order: the first of each id. */
export function distinctPapers({ sections }: PaperCollection): Paper[] {
  const seen = new Set<string>();
  return sections.flatMap(({ papers }) =>
    papers.filter(({ id }) => {
      const fresh = !seen.has(id);
      seen.add(id);
      return fresh;
    }),
  );
}

function sectionGroups({ sections }: PaperCollection): PaperGroup[] {
  return sections.map((section) => ({ key: section.title, ...section }));
}

function valueGroups(collection: PaperCollection, grouping: Grouping, standings: Standings): PaperGroup[] {
  const groups = new Map<string | null, { title: string | null; papers: Paper[] }>();
  for (const paper of distinctPapers(collection)) {
    for (const value of valuesOf(paper, grouping, standings)) {
      // Venues are written in many ways.
      const key = value && (grouping === 'venue' ? letters(value) : value);
      const group = groups.get(key);
      if (group) group.papers.push(paper);
      else groups.set(key, { title: value, papers: [paper] });
    }
  }
  return [...groups]
    .map(([key, group]) => ({ key: key ?? '', ...group, entries: [] }))
    .sort((a, b) => compareGroups(a.title, b.title, grouping));
}

function valuesOf(paper: Paper, grouping: Grouping, standings: Standings): readonly (string | null)[] {
  switch (grouping) {
    case 'year':
      return [paper.year === null ? null : String(paper.year)];
    case 'venue':
      return [paper.venue];
    case 'kind':
      return [paper.facts?.kind ?? null];
    case 'mark':
      return [paper.mark];
    case 'status':
      return [standings.marksOf(paper.id).status];
    case 'tag': {
      const { tags } = standings.marksOf(paper.id);
      return tags.length > 0 ? tags : [null];
    }
    case 'section':
      return [null];
  }
}

function compareGroups(a: string | null, b: string | null, grouping: Grouping): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  switch (grouping) {
    case 'year':
      return Number(b) - Number(a);
    case 'mark':
      return a === b ? 0 : a === '+1' ? -1 : 1;
    case 'status':
      return statusOrder.findIndex((one) => one === a) - statusOrder.findIndex((one) => one === b);
    default:
      return collator.compare(a, b);
  }
}

function sorted(papers: readonly Paper[], sorting: Sorting, standings: Standings): Paper[] {
  const largestFirst = (valueOf: (paper: Paper) => number | null) => {
    const values = new Map(papers.map((paper) => [paper, valueOf(paper) ?? -Infinity]));
    return (a: Paper, b: Paper) => {
      const [one, other] = [values.get(a)!, values.get(b)!];
      return one === other ? 0 : other - one;
    };
  };
  switch (sorting) {
    case 'title':
      return [...papers].sort((a, b) => collator.compare(a.title, b.title));
    case 'year':
      return [...papers].sort(largestFirst(({ year }) => year));
    case 'result':
      return [...papers].sort(largestFirst(({ id }) => standings.recallAt1Of(id)));
    case 'document':
      return [...papers];
  }
}
