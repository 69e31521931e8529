import { Component } from 'preact';
import type { Curve } from '../../protocol/results';
import { isShare } from '../../statistics/percent';
import { curveMetrics, smooth } from '../model/curves';
import { drawing, drawnCurves, type DrawnCurve } from '../model/drawnCurves';
import { count, lossValue, scoreText } from '../model/format';
import type { Group } from '../model/groups';
import { lastOf } from '../model/memo';
import { orderMetrics } from '../model/metricNames';
import { toggled, type UiState } from '../model/uiState';
import { Checkbox } from './checkbox';
import { Chart } from './chart';
import { CurveTable } from './curveTable';
import type { ChartContent, Series } from './lineChart';
import { PictureButtons } from './pictureButtons';
import { Swatch } from './swatch';

interface Props {
  readonly curves: ReadonlyMap<string, Curve>;
  /** The groups that can be drawn. */
  readonly drawable: readonly Group[];
  /** How many groups there are in the table. */
  readonly groups: number;
  readonly places: ReadonlyMap<string, number>;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
  readonly hovered: string | null;
  readonly hover: (key: string | null) => void;
}

/** The learning curves: the loss as trained, and a validation score. */
export function Curves(props: Props) {
  const { curves, drawable, groups, places, ui, change } = props;
  return (
    <section class="curves" aria-labelledby="curves-heading">
      <h2 id="curves-heading">Learning curves</h2>
      {drawable.length === 0 ? (
        <p class="empty">No curves yet. They begin with a run's first steps.</p>
      ) : (
        <>
          <div class="curve-legend" role="group" aria-label="Variants drawn">
            {drawable.map((group) => (
              <Checkbox
                key={group.key}
                checked={!ui.hidden.includes(group.key)}
                toggle={() => change({ hidden: toggled(ui.hidden, group.key) })}
              >
                <Swatch place={places.get(group.key) ?? 0} /> {group.variant}
                {group.detail && <span class="dim"> {group.detail}</span>}
              </Checkbox>
            ))}
            <Checkbox
              class="mean-curves"
              checked={ui.meanCurves}
              title="One line for a variant: the mean over its runs, with its 95 % interval as a band"
              toggle={() => change({ meanCurves: !ui.meanCurves })}
            >
              Mean over seeds
            </Checkbox>
            {groups > drawable.length && (
              <span class="dim">
                The first {count(drawable.length)} of the table; filter or sort for others.
              </span>
            )}
          </div>
          {curves.size > 0 && <Charts {...props} />}
        </>
      )}
    </section>
  );
}

/** What is worked out of the curves once, not whenever the pointer moves. */
class Charts extends Component<Props> {
  private readonly shownOf = lastOf((drawable: readonly Group[], hidden: readonly string[]) =>
    drawable.filter(({ key }) => !hidden.includes(key)),
  );
  private readonly lossOf = lastOf(
    (shown: readonly Group[], curves: Props['curves'], smoothing: number, means: boolean) =>
      drawingOf(drawnCurves(shown, curves, (curve) => smooth(curve.loss, smoothing), means)),
  );
  private readonly scoresOf = lastOf(
    (shown: readonly Group[], curves: Props['curves'], metric: string, means: boolean) =>
      drawingOf(drawnCurves(shown, curves, (curve) => curve.validation[metric] ?? [], means)),
  );

  override render(props: Props) {
    const { curves, drawable, places, ui, hovered } = props;
    const shown = this.shownOf(drawable, ui.hidden);
    const metrics = orderMetrics(curveMetrics([...curves.values()]));
    const metric = metrics.includes(ui.metric) ? ui.metric : (metrics[0] ?? null);
    const emphasis = hovered ?? ui.selected;
    const loss = this.lossOf(shown, curves, ui.smoothing, ui.meanCurves);
    const scores = this.scoresOf(shown, curves, metric ?? '', ui.meanCurves);
    return (
      <ChartPair
        {...props}
        metrics={metrics}
        metric={metric}
        loss={{
          ...{ data: loss.data, series: seriesOf(loss.drawn, places, emphasis) },
          ...{ axis: 'Loss', format: lossValue, points: false, log: ui.logLoss },
        }}
        validation={{
          ...{ data: scores.data, series: seriesOf(scores.drawn, places, emphasis) },
          axis: isShare(metric ?? '') ? `${metric}, %` : (metric ?? ''),
          format: (value) => scoreText(metric ?? '', value),
          ...{ points: true, log: false },
        }}
      />
    );
  }
}

function drawingOf(drawn: readonly DrawnCurve[]) {
  return { drawn, data: drawing(drawn) };
}

interface PairProps extends Pick<Props, 'ui' | 'change' | 'hover'> {
  readonly metrics: readonly string[];
  readonly metric: string | null;
  readonly loss: ChartContent;
  readonly validation: ChartContent;
}

function ChartPair({ metrics, metric, loss, validation, ui, change, hover }: PairProps) {
  return (
    <>
      <div class="charts">
        <div>
          <div class="chart-head">
            <h3>Loss</h3>
            <LossChoices ui={ui} change={change} />
            <PictureButtons name="loss" title="Training loss" content={loss} />
          </div>
          <Chart label="Training loss by step" content={loss} hover={hover} />
        </div>
        {metric !== null && (
          <div>
            <div class="chart-head">
              <h3>Validation</h3>
              <MetricChoice metrics={metrics} metric={metric} change={change} />
              <PictureButtons name="validation" title={`${metric} on validation`} content={validation} />
            </div>
            <Chart label={`${metric} on validation by step`} content={validation} hover={hover} />
          </div>
        )}
      </div>
      <CurveTable loss={loss} validation={validation} metric={metric} ui={ui} change={change} />
    </>
  );
}

function LossChoices({ ui, change }: Pick<Props, 'ui' | 'change'>) {
  return (
    <div class="chart-choices">
      <Checkbox checked={ui.logLoss} toggle={() => change({ logLoss: !ui.logLoss })}>
        Log
      </Checkbox>
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

/** @param emphasis run or group that is brought out; where none of the lines is of it, all are alike */
function seriesOf(
  drawn: readonly DrawnCurve[],
  places: Props['places'],
  emphasis: string | null,
): readonly Series[] {
  const isMeant = ({ key, group }: DrawnCurve) =>
    key === emphasis ||
    group.key === emphasis ||
    (key === group.key && group.rows.some(({ id }) => id === emphasis));
  const some = emphasis !== null && drawn.some(isMeant);
  return drawn.map((curve) => ({
    key: curve.key,
    label: curve.label,
    place: places.get(curve.group.key) ?? 0,
    weight: !some ? 'normal' : isMeant(curve) ? 'strong' : 'faint',
  }));
}
