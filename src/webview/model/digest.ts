import type { ResultsState, RunRow } from '../../protocol/results';
import { judge, type ClaimVerdict } from './claim';
import { distinctConditions } from './comparability';
import { columnsFor, type Column } from './columns';
import { parseFilter } from './filter';
import { bestScores, groupPlaces, groupRuns, referencesOf, type Group, type Reference } from './groups';
import { nearFigures, type NearFigure } from './nearFigures';

/** What is worked out once for each snapshot, not at each press of a key. */
export interface Digest {
  readonly state: ResultsState;
  readonly columns: readonly Column[];
  readonly groups: readonly Group[];
  readonly places: ReadonlyMap<string, number>;
  readonly claim: ClaimVerdict | null;
  /** A run of each of our conditions. */
  readonly ours: readonly RunRow[];
  readonly figures: readonly NearFigure[];
}

/** What the filter leaves of it. */
export interface Shown {
  readonly rows: readonly RunRow[];
  readonly groups: readonly Group[];
  readonly references: readonly Reference[];
  readonly best: ReadonlyMap<string, ReadonlySet<string>>;
}

export function digestOf(state: ResultsState): Digest {
  const groups = groupRuns(state.rows, { current: state.current });
  const ours = distinctConditions(state.rows);
  return {
    state,
    columns: columnsFor(state.rows),
    groups,
    places: groupPlaces(groups),
    claim: state.claim && judge(state.claim, groups),
    ours,
    figures: nearFigures(state.paper, ours),
  };
}

export function shownOf(digest: Digest, filter: string): Shown {
  const { rows, current } = digest.state;
  const left = filter.trim() === '' ? rows : rows.filter(parseFilter(filter));
  const groups = left === rows ? digest.groups : groupRuns(left, { all: rows, current });
  return { rows: left, groups, references: referencesOf(left), best: bestScores(groups) };
}
