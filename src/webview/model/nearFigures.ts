import type { PaperCard, ReportedRow, RunRow } from '../../protocol/results';
import { differences, type Difference } from './comparability';
import { reportedAs } from './lead';

/** A figure of the paper that may stand beside our runs. */
export interface NearFigure {
  readonly figure: ReportedRow;
  /** Null where the paper reports one method alone. */
  readonly method: string | null;
  /** All that keeps it from being compared with ours. */
  readonly apart: readonly Difference[];
}

/** More stand in the table of all that the paper reports. */
const mostNear = 3;

/**
 * The figures of a paper that differ least from our runs, those that were checked first.
 * @param ours a run of each of our conditions; without any, nothing is near
 */
export function nearFigures(paper: PaperCard | null, ours: readonly RunRow[]): readonly NearFigure[] {
  if (!paper || ours.length === 0) return [];
  const several = new Set(paper.reported.map(({ method }) => method)).size > 1;
  const all = paper.reported.map((figure) => ({
    figure,
    method: several ? figure.method : null,
    apart: differences(figure, paper.protocol, ours),
  }));
  const least = Math.min(...all.map(({ apart }) => apart.length));
  return all
    .filter(({ apart }) => apart.length === least)
    .sort((a, b) => Number(b.figure.verified) - Number(a.figure.verified))
    .slice(0, mostNear);
}

/** What a paper reports of a score of ours, percent; undefined where it says nothing of it. */
export function figureOf({ metrics }: ReportedRow, metric: string): number | undefined {
  return Object.entries(metrics).find(([name]) => reportedAs(name) === metric)?.[1];
}
