import type { RunRow } from '../../protocol/results';
import type { Group } from './groups';
import { orderMetrics, usualMetrics } from './metricNames';
import type { SortValue } from './sorting';

/** What the runs' table can be sorted by. */
export interface Column {
  /** `variant`, `seed`, `metric:R@1`, `selected`, `state`, `time`, `backend`. */
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
  const scored = rows.filter((row) => row.test !== null);
  const names = scored.flatMap((row) => Object.keys(row.test ?? {}));
  return [
    column('variant', 'Variant', false, (row) => row.variant, variantOf),
    column(
      'seed',
      'Seed',
      true,
      (row) => row.seed,
      (group) => group.rows[0]?.seed ?? null,
    ),
    ...orderMetrics(scored.length > 0 ? names : usualMetrics).map(metricColumn),
    column('selected', 'Selected', true, selectedStep, () => null),
    column(
      'state',
      'State',
      false,
      (row) => row.state,
      (group) => group.rows[0]?.state ?? null,
    ),
    column(
      'time',
      'Time',
      true,
      (row) => row.seconds,
      (group) => group.seconds,
    ),
    column(
      'backend',
      'Backend',
      false,
      (row) => row.backend,
      (group) => group.rows[0]?.backend ?? null,
    ),
  ];
}

/** The step whose weights were scored on test; null until they were. */
export function selectedStep(row: RunRow): number | null {
  if (row.selectedOn === 'validation') return row.validation?.step ?? null;
  return row.selectedOn === 'last' ? row.step : null;
}

function variantOf(group: Group): string {
  return group.detail ? `${group.variant}, ${group.detail}` : group.variant;
}

function metricColumn(metric: string): Column {
  return {
    id: `metric:${metric}`,
    label: metric,
    numeric: true,
    metric,
    ofRun: (row) => row.test?.[metric] ?? null,
    ofGroup: (group) => group.means[metric]?.mean ?? null,
  };
}

function column(
  id: string,
  label: string,
  numeric: boolean,
  ofRun: Column['ofRun'],
  ofGroup: Column['ofGroup'],
): Column {
  return { id, label, numeric, metric: null, ofRun, ofGroup };
}
