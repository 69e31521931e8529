import type { Curve, ResultsState, RunRow } from '../../protocol/results';
import type { RunClaim } from '../../protocol/run';
import { paperCard } from '../pages/paperCard';
import type { Paper } from '../papers/paper';

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
