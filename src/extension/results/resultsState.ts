import type { ResultsHead } from '../../protocol/results';
import { paperCard } from '../pages/paperCard';
import type { Paper } from '../papers/paper';

/** What the results are about: a paper, or an experiment's file (its URI). */
export type Subject = { readonly paperId: string } | { readonly experiment: string };

/** What the page is about. `notes` are the library's own. */
export function resultsHead(
  parts: Omit<ResultsHead, 'paper'> & { readonly paper: Paper | null; readonly notes: string | null },
): ResultsHead {
  const { paper, notes, ...rest } = parts;
  return { ...rest, paper: paper && paperCard(paper, notes) };
}
