import type { PaperCard, ReportedRow } from '../../protocol/results';
import { differences } from './comparability';
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
  /** False where these very runs are not known to have been made as the figure was. */
  readonly comparable: boolean;
}

/**
 * In the first score that both have; null where there is none.
 * @param protocol how the paper trains and tests
 */
export function leadOver(
  reported: ReportedRow,
  { scores, scored }: Group,
  protocol: PaperCard['protocol'],
): Lead | null {
  const { metrics } = reported;
  for (const metric of orderMetrics(Object.keys(metrics))) {
    const ours = scores[reportedAs(metric)]?.mean;
    const points = ours === undefined ? NaN : 100 * ours - metrics[metric]!;
    if (!Number.isFinite(points)) continue;
    return { metric, points, comparable: differences(reported, protocol, scored.slice(0, 1)).length === 0 };
  }
  return null;
}

/**
 * The runs that stand for ours beside a paper's figures: those of the variant that is claimed to be better, else the best; those of the
 * experiment as it is now come first.
 */
export function standard(groups: readonly Group[], claimed: string | null): Group | null {
  const scored = groups.filter((group) => group.scored.length > 0 && !group.oracle);
  const current = scored.filter(({ stale }) => !stale);
  const among = current.length > 0 ? current : scored;
  const recall = ({ scores }: Group) => scores['R@1']?.mean ?? -1;
  const best = among.reduce<Group | null>(
    (top, one) => (top && recall(top) >= recall(one) ? top : one),
    null,
  );
  return among.find(({ variant }) => variant === claimed) ?? best;
}
