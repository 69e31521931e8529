import type { PaperPageState } from '../../protocol/paperPage';
import type { RunRow } from '../../protocol/results';
import { judge, type ClaimVerdict } from './claim';
import { distinctConditions } from './comparability';
import { bestScores, groupPlaces, groupRuns, referencesOf, type Group, type Reference } from './groups';
import { standard } from './lead';
import { sparklines, type Sparkline } from './sparkline';

/** What the page of a paper works out once for each snapshot. */
export interface PaperDigest {
  /** The newest variants; more than these belong to the results, where they can be filtered. */
  readonly groups: readonly Group[];
  /** Variants that are left out. */
  readonly older: number;
  readonly references: readonly Reference[];
  readonly best: ReadonlyMap<string, ReadonlySet<string>>;
  readonly places: ReadonlyMap<string, number>;
  readonly verdict: ClaimVerdict | null;
  /** The runs that the paper's figures are set beside. */
  readonly standard: Group | null;
  /** A run of each of our conditions. */
  readonly ours: readonly RunRow[];
  readonly courses: ReadonlyMap<string, Sparkline>;
}

/** The score whose course is drawn beside a variant. */
export const drawnMetric = 'R@1';

const mostGroups = 30;

export function paperDigest({ rows, curves, claim, current }: PaperPageState): PaperDigest {
  const all = groupRuns(rows, { current });
  const groups = all.slice(0, mostGroups);
  return {
    groups,
    older: all.length - groups.length,
    references: referencesOf(rows),
    best: bestScores(all),
    places: groupPlaces(all),
    verdict: claim && judge(claim, all),
    standard: standard(all, claim?.better ?? null),
    ours: distinctConditions(rows),
    courses: sparklines(groups, curves, drawnMetric),
  };
}
