import type { PaperPageState } from '../../protocol/paperPage';
import { judge, type ClaimVerdict } from './claim';
import { bestScores, groupPlaces, groupRuns, referencesOf, type Group, type Reference } from './groups';
import { standard } from './lead';
import { sparklines, type Sparkline } from './sparkline';

/** What the page of a paper works out once for each snapshot. */
export interface PaperDigest {
  readonly groups: readonly Group[];
  readonly references: readonly Reference[];
  readonly best: ReadonlyMap<string, ReadonlySet<string>>;
  readonly places: ReadonlyMap<string, number>;
  readonly verdict: ClaimVerdict | null;
  /** The runs that the paper's figures are set beside. */
  readonly standard: Group | null;
  readonly courses: ReadonlyMap<string, Sparkline>;
}

/** The score whose course is drawn beside a variant. */
export const drawnMetric = 'R@1';

export function paperDigest({ rows, curves, claim }: PaperPageState): PaperDigest {
  const groups = groupRuns(rows);
  return {
    groups,
    references: referencesOf(rows),
    best: bestScores(groups),
    places: groupPlaces(groups),
    verdict: claim && judge(claim, groups),
    standard: standard(groups, claim?.better ?? null),
    courses: sparklines(groups, curves, drawnMetric),
  };
}
