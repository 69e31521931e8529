import type { ReportedRow } from '../../protocol/results';
import type { Group } from './groups';
import { orderMetrics } from './metricNames';

/** The same score under another name: of one neighbour, precision and recall at 1 are one. */
const otherNames: Readonly<Record<string, string>> = { 'P@1': 'R@1', RP: 'R-Precision' };

/** Our name of a score that a paper names. */
export function reportedAs(metric: string): string {
  return otherNames[metric] ?? metric;
}

/** By how much our mean is ahead of a figure; negative where it is behind. */
export interface Lead {
  /** As the paper names the score. */
  readonly metric: string;
  /** Points of percent. */
  readonly points: number;
}

/** In the first score that both have; null where there is none. */
export function leadOver({ metrics }: ReportedRow, { scores }: Group): Lead | null {
  for (const metric of orderMetrics(Object.keys(metrics))) {
    const ours = scores[reportedAs(metric)]?.mean;
    const points = ours === undefined ? NaN : 100 * ours - metrics[metric]!;
    if (Number.isFinite(points)) return { metric, points };
  }
  return null;
}

/** The runs that stand for ours beside a paper's figures: those of the variant that is claimed to be better, else the best. */
export function standard(groups: readonly Group[], claimed: string | null): Group | null {
  const scored = groups.filter((group) => group.scored.length > 0 && !group.oracle);
  const recall = ({ scores }: Group) => scores['R@1']?.mean ?? -1;
  const best = scored.reduce<Group | null>(
    (top, one) => (top && recall(top) >= recall(one) ? top : one),
    null,
  );
  return scored.find(({ variant }) => variant === claimed) ?? best;
}
