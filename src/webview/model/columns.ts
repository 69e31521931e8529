import type { RunRow } from '../../protocol/results';
import { hasFolds, type Group } from './groups';
import { isShare } from '../../statistics/percent';
import { orderMetrics, usualMetrics } from './metricNames';
import { settingsOf } from './settings';
import type { SortValue } from './sorting';

/** What the runs' table can show and be sorted by. */
export interface Column {
  /** `variant`, `metric:R@1`, `setting:loss.margin`, `seed`, `state`, ... */
  readonly id: string;
  readonly label: string;
  readonly numeric: boolean;
  /** The score shown; null where the column is no score. */
  readonly metric: string | null;
  /** CSS pixels. */
  readonly width: number;
  /** Whether it is shown before the reader chooses. */
  readonly usual: boolean;
  readonly ofRun: (row: RunRow) => SortValue;
  readonly ofGroup: (group: Group) => SortValue;
}

/** More settings than this nobody picks from a list. */
const mostSettings = 60;

/** The columns for these runs: a score or a setting that any of them has is one. The first, the variant, is always shown. */
export function columnsFor(rows: readonly RunRow[]): Column[] {
  const metrics = orderMetrics(
    namesIn(
      rows.map((row) => row.test ?? {}),
      usualMetrics,
    ),
  );
  return [
    plain('variant', 'Variant', { width: 250 }, (row) => row.variant),
    ...metrics.filter(isShare).map(score),
    {
      ...plain('seed', hasFolds(rows) ? 'Runs' : 'Seeds', { width: 64, numeric: true }, (row) => row.seed),
      ofGroup: (group) => group.scored.length,
    },
    plain('state', 'State', { width: 164 }, (row) => row.state),
    {
      ...plain('loss', 'Loss', { width: 84, numeric: true }, (row) => row.loss),
      ofGroup: (group) => group.loss,
    },
    plain('selected', 'Step', { width: 96, numeric: true }, selectedStep),
    {
      ...plain('time', 'Time', { width: 92, numeric: true }, (row) => row.seconds),
      ofGroup: (group) => group.seconds,
    },
    // Distances and spectra are wide and rank nothing: they do not push the state out of sight.
    ...metrics.filter((metric) => !isShare(metric)).map(score),
    plain('backend', 'Backend', { width: 110, rare: true }, (row) => row.backend),
    plain('fold', 'Fold', { width: 64, rare: true }, (row) => foldText(row)),
    plain('split', 'Classes', { width: 92, rare: true }, (row) => row.split?.hash.slice(0, 8) ?? null),
    plain('code', 'Code', { width: 92, rare: true }, (row) => row.codeHash.slice(0, 8)),
    plain('experiment', 'Experiment', { width: 220, rare: true }, (row) => row.experiment),
    plain('begun', 'Begun', { width: 150, rare: true }, (row) => row.createdAt),
    ...settingNames(rows).map(setting),
  ];
}

/** The step whose weights were scored on test; null until they were. */
export function selectedStep(row: RunRow): number | null {
  if (row.selectedOn === 'last') return row.step;
  return row.selectedOn === null ? null : (row.validation?.step ?? null);
}

/** `1 of 4`, counted from 0 as on the command line; null where validation classes are no fold. */
export function foldText({ split }: RunRow): string | null {
  return split?.fold ? `${split.fold.index} of ${split.fold.of}` : null;
}

/** `seed 3`, `seed 3, fold 1 of 4`. */
export function seedText(row: RunRow): string {
  const fold = foldText(row);
  return `seed ${row.seed}${fold ? `, fold ${fold}` : ''}`;
}

function score(metric: string): Column {
  return {
    id: `metric:${metric}`,
    label: metric,
    numeric: true,
    metric,
    width: Math.max(isShare(metric) ? 96 : 128, 9 * metric.length + 22),
    usual: true,
    ofRun: (row) => finite(row.test?.[metric]),
    ofGroup: (group) => group.scores[metric]?.mean ?? null,
  };
}

function setting(path: string): Column {
  return plain(`setting:${path}`, path, { width: 120, rare: true }, (row) => {
    const value = settingsOf(row.config).get(path);
    if (value === undefined) return null;
    return value !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
  });
}

/** A group has a value where all its runs have the same. */
function plain(
  id: string,
  label: string,
  { width, numeric = false, rare = false }: { width: number; numeric?: boolean; rare?: boolean },
  ofRun: Column['ofRun'],
): Column {
  const ofGroup = ({ rows }: Group) => {
    const value = ofRun(rows[0]!);
    return rows.every((row) => ofRun(row) === value) ? value : null;
  };
  return { id, label, numeric, metric: null, width, usual: !rare, ofRun, ofGroup };
}

function settingNames(rows: readonly RunRow[]): string[] {
  const configs = new Set(rows.map((row) => row.config));
  const names = new Set<string>();
  for (const config of configs) {
    for (const path of settingsOf(config).keys()) {
      if (names.size < mostSettings) names.add(path);
    }
  }
  return [...names];
}

function namesIn(objects: readonly object[], otherwise: readonly string[]): readonly string[] {
  const names = new Set<string>();
  // `for in` makes no list of each object's names: these are plain data.
  for (const object of objects) for (const name in object) names.add(name);
  return names.size > 0 ? [...names] : otherwise;
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
