import type { Curve, PaperCard, ResultsState, RunRow } from '../../protocol/results';
import type { RunClaim } from '../../protocol/run';
import { paperLinks } from '../papers/hoverCard';
import type { Paper } from '../papers/paper';
import { summaryNotes } from '../papers/paperDocument';

/** What the results are about: a paper, or an experiment's file (its URI). */
export type Subject = { readonly paperId: string } | { readonly experiment: string };

/** All that the page shows. `notes` are the library's own. */
export function resultsState(parts: {
  readonly title: string;
  readonly paper: Paper | null;
  readonly notes: string | null;
  readonly rows: readonly RunRow[];
  readonly curves: readonly Curve[];
  readonly claim: RunClaim | null;
  readonly canRun: boolean;
  readonly experiment: string | null;
}): ResultsState {
  const { paper, notes, ...rest } = parts;
  return { ...rest, paper: paper && paperCard(paper, notes) };
}

function paperCard(paper: Paper, notes: string | null): PaperCard {
  const { id, title, authors, venue, year, mark, facts } = paper;
  return {
    id,
    title,
    authors,
    venue,
    year,
    mark,
    links: paperLinks(paper),
    notes: [notes?.trim() ?? '', summaryNotes(paper)].filter((text) => text !== '').join('\n\n'),
    claim: facts?.claim ?? null,
    reported: facts?.results ?? [],
  };
}
