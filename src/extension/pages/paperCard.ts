import type { LibraryPaper } from '../../literature/library';
import type { PaperCard } from '../../protocol/results';
import { paperLinks } from '../papers/hoverCard';
import type { Paper } from '../papers/paper';
import { summaryNotes } from '../papers/paperDocument';

/** What a page says of a paper. `notes` are the library's own; those of the summary follow them. */
export function paperCard(paper: Paper, notes: string | null): PaperCard {
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
    protocol: facts ? stated(facts.protocol) : {},
    reported: facts?.results ?? [],
  };
}

/** The settings that the library knows. Data sets are left out: each figure names its own. */
function stated({ datasets: _, ...settings }: LibraryPaper['protocol']): PaperCard['protocol'] {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
