import type { RunRow } from '../../protocol/results';
import type { Group } from './groups';
import { orderMetrics, usualMetrics } from './metricNames';
import type { SortValue } from './sorting';

/** What the runs' table can be sorted by. */
export interface Column {
  /** `variant`, `seed`, `state`, `metric:R@1`, `selected`, `time`, `backend`. */
  readonly id: string;
  readonly label: string;
  readonly numeric: boolean;
  /** The score shown; null where the column is no score. */
  readonly metric: string | null;
  readonly ofRun: (row: RunRow) => SortValue;
  readonly ofGroup: (group: Group) => SortValue;
}

/** The columns for these runs: a score that any of them has is one. */
export function columnsFor(rows: readonly RunRow[]): Column[] {
  const scores = rows.flatMap((row) => Object.keys(row.test ?? {}));
  return [
    plain('variant', 'Variant', 'text', (row) => row.variant),
    plain('seed', 'Seed', 'number', (row) => row.seed),
    plain('state', 'State', 'text', (row) => row.state),
    ...orderMetrics(scores.length > 0 ? scores : usualMetrics).map(score),
    plain('selected', 'Selected', 'number', selectedStep),
    { ...plain('time', 'Time', 'number', (row) => row.seconds), ofGroup: (group) => group.seconds },
    plain('backend', 'Backend', 'text', (row) => row.backend),
  ];
}

/** The step whose weights were scored on test; null until they were. */
export function selectedStep(row: RunRow): number | null {
  if (row.selectedOn === 'validation') return row.validation?.step ?? null;
  return row.selectedOn === 'last' ? row.step : null;
}

function score(metric: string): Column {
  return {
    id: `metric:${metric}`,
    label: metric,
    numeric: true,
    metric,
    ofRun: (row) => row.test?.[metric] ?? null,
    ofGroup: (group) => group.means[metric]?.mean ?? null,
  };
}

/** A group has a value where all its runs have the same. */
function plain(id: string, label: string, kind: 'text' | 'number', ofRun: Column['ofRun']): Column {
  const ofGroup = ({ rows }: Group) => {
    const values = new Set(rows.map(ofRun));
    return values.size === 1 ? [...values][0]! : null;
  };
  return { id, label, numeric: kind === 'number', metric: null, ofRun, ofGroup };
}
