import type { Curve, RunRow } from '../../protocol/results';
import { align, curveMetrics, smooth, type Point } from '../model/curves';
import { count, lossValue, percent, plural } from '../model/format';
import type { Group } from '../model/groups';
import { orderMetrics } from '../model/metricNames';
import { sortBy } from '../model/sorting';
import { toggled, type UiState } from '../model/uiState';
import { Chart } from './chart';
import { CurveTable } from './curveTable';
import type { ChartContent, Series } from './lineChart';
import { Swatch } from './swatch';

interface Props {
  readonly curves: readonly Curve[];
  readonly groups: readonly Group[];
  readonly places: ReadonlyMap<string, number>;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
}

/** More lines than this in one drawing tell nothing. */
const mostCurves = 24;

/** A curve with the run that it belongs to. */
interface Drawn {
  readonly curve: Curve;
  readonly row: RunRow;
  readonly group: Group;
}

/** The learning curves: the loss as trained, and a validation score. */
export function Curves(props: Props) {
  const { curves, groups, places, ui, change } = props;
  const all = drawnOf(curves, groups);
  const withCurves = groups.filter((group) => all.some((drawn) => drawn.group === group));
  return (
    <section class="curves" aria-labelledby="curves-heading">
      <h2 id="curves-heading">Learning curves</h2>
      {all.length === 0 ? (
        <p class="empty">No curves yet. They begin with a run's first steps.</p>
      ) : (
        <>
          <div class="curve-legend" role="group" aria-label="Variants drawn">
            {withCurves.map((group) => (
              <vscode-checkbox
                key={group.key}
                checked={!ui.hidden.includes(group.key)}
                onClick={() => change({ hidden: toggled(ui.hidden, group.key) })}
              >
                <Swatch place={places.get(group.key)!} /> {group.variant}
                {group.detail && <span class="dim"> {group.detail}</span>}
              </vscode-checkbox>
            ))}
          </div>
          <Charts {...props} all={all} />
        </>
      )}
    </section>
  );
}

function Charts({ all, places, ui, change }: Props & { all: readonly Drawn[] }) {
  const shown = all.filter(({ group }) => !ui.hidden.includes(group.key));
  const drawn = sortBy(shown, ({ row }) => row.createdAt, true).slice(0, mostCurves);
  const metrics = orderMetrics(curveMetrics(all.map(({ curve }) => curve)));
  const metric = metrics.includes(ui.metric) ? ui.metric : metrics[0];
  const selected = drawn.some((one) => isSelected(one, ui)) ? ui : null;
  const series = drawn.map((one) => seriesOf(one, places, selected));
  const loss = content(
    series,
    drawn.map(({ curve }) => smooth(curve.loss, ui.smoothing)),
    lossValue,
    false,
  );
  const scores = drawn.map(({ curve }) => (metric === undefined ? [] : (curve.validation[metric] ?? [])));
  const validation = content(series, scores, percent, true);
  return (
    <>
      <div class="charts">
        <div>
          <div class="chart-head">
            <h3>Loss</h3>
            <label class="smoothing">
              Smoothing
              <input
                type="range"
                min="0"
                max="0.99"
                step="0.01"
                value={ui.smoothing}
                onInput={(event) => change({ smoothing: event.currentTarget.valueAsNumber })}
              />
              <output>{ui.smoothing.toFixed(2)}</output>
            </label>
          </div>
          <Chart label="Training loss by step" {...loss} />
        </div>
        {metric !== undefined && (
          <div>
            <div class="chart-head">
              <h3>Validation</h3>
              <MetricChoice metrics={metrics} metric={metric} change={change} />
            </div>
            <Chart label={`${metric} on validation by step, percent`} {...validation} />
          </div>
        )}
      </div>
      {shown.length > drawn.length && (
        <p class="dim">
          The newest {count(drawn.length)} of {plural(shown.length, 'curve')} are drawn.
        </p>
      )}
      <CurveTable loss={loss} validation={validation} metric={metric ?? null} ui={ui} change={change} />
    </>
  );
}

function MetricChoice({
  metrics,
  metric,
  change,
}: Pick<Props, 'change'> & { metrics: readonly string[]; metric: string }) {
  return (
    <vscode-dropdown
      aria-label="Validation score drawn"
      value={metric}
      onChange={(event) => change({ metric: event.currentTarget.value })}
    >
      {metrics.map((name) => (
        <vscode-option key={name} value={name} selected={name === metric}>
          {name}
        </vscode-option>
      ))}
    </vscode-dropdown>
  );
}

function drawnOf(curves: readonly Curve[], groups: readonly Group[]): Drawn[] {
  const owners = new Map(
    groups.flatMap((group) => group.rows.map((row) => [row.id, { row, group }] as const)),
  );
  return curves.flatMap((curve) => {
    const owner = owners.get(curve.runId);
    return owner ? [{ curve, ...owner }] : [];
  });
}

function isSelected({ row, group }: Drawn, { selected }: UiState): boolean {
  return selected === row.id || selected === group.key;
}

/** @param ui Null where no curve drawn is brought out. */
function seriesOf(drawn: Drawn, places: Props['places'], ui: UiState | null): Series {
  const { row, group } = drawn;
  return {
    label: group.rows.length > 1 ? `${row.variant}, seed ${row.seed}` : row.variant,
    place: places.get(group.key)!,
    weight: ui === null ? 'normal' : isSelected(drawn, ui) ? 'strong' : 'faint',
  };
}

function content(
  series: readonly Series[],
  curves: readonly (readonly Point[])[],
  format: (value: number) => string,
  points: boolean,
): ChartContent {
  return { data: align(curves), series, format, points };
}
