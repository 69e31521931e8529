/** The lines of the runs' table: several seeds' mean, a run, the untrained network. */
import type { ComponentChildren } from 'preact';
import type { RunRow } from '../../protocol/results';
import { send } from '../host';
import { selectedStep, type Column } from '../model/columns';
import { count, dash, duration, percent, plural } from '../model/format';
import { groupBy, type Baseline, type Group } from '../model/groups';
import type { Line } from '../model/lines';
import type { Mean } from '../model/statistics';
import { toggled, type UiState } from '../model/uiState';
import { FolderIcon, StateIcon, TwistyIcon } from './icons';
import { Swatch } from './swatch';

interface Shared {
  readonly columns: readonly Column[];
  readonly place: number;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
}

type GroupOf = Extract<Line, { kind: 'group' }>;
type RunOf = Extract<Line, { kind: 'run' }>;

/** What stands in the columns that are no score. */
type Cells = Readonly<Record<string, ComponentChildren>>;

export function GroupLine({
  line: { group, open },
  best,
  columns,
  place,
  ui,
  change,
}: Shared & { line: GroupOf; best: ReadonlySet<string> | undefined }) {
  const cells: Cells = {
    seed: <span title="Seeds that the mean is taken over">n = {group.scored.length}</span>,
    selected: '',
    state: <StateCounts group={group} />,
    time: duration(group.seconds),
    backend: group.rows[0]?.backend,
  };
  return (
    <tr class={ui.selected === group.key ? 'group selected' : 'group'} data-line={group.key}>
      <th scope="row">
        <span class="name">
          <button
            class="twisty"
            aria-expanded={open}
            aria-label={`Runs of ${group.variant}`}
            onClick={() => change({ closed: toggled(ui.closed, group.key) })}
          >
            <TwistyIcon open={open} />
          </button>
          <Swatch place={place} />
          <SelectButton id={group.key} name={group.variant} ui={ui} change={change} />
          {group.detail && <span class="dim">{group.detail}</span>}
        </span>
      </th>
      {cellsOf(columns.slice(1), cells, (metric) => (
        <MeanText mean={group.means[metric]} best={best?.has(metric) ?? false} />
      ))}
      <td />
    </tr>
  );
}

export function RunLine({ line: { row, group }, columns, place, ui, change }: Shared & { line: RunOf }) {
  const nested = group.rows.length > 1;
  const cells: Cells = {
    seed: row.seed,
    selected: <Selected row={row} />,
    state: <State row={row} />,
    time: <Time row={row} />,
    backend: row.backend,
  };
  return (
    <tr class={lineClass(nested, ui.selected === row.id)} data-line={row.id}>
      <th scope="row">
        <span class="name">
          {!nested && <Swatch place={place} />}
          <SelectButton id={row.id} name={row.variant} seed={row.seed} ui={ui} change={change} />
          {!nested && group.detail && <span class="dim">{group.detail}</span>}
        </span>
      </th>
      {row.test ? (
        cellsOf(columns.slice(1), cells, (metric) => (
          <>
            {percent(row.test?.[metric])}
            <span class="deviation" />
          </>
        ))
      ) : (
        <Unscored row={row} columns={columns} cells={cells} />
      )}
      <td class="actions-column">
        <FolderButton row={row} />
      </td>
    </tr>
  );
}

export function BaselineLine({ baseline, columns }: { baseline: Baseline; columns: readonly Column[] }) {
  return (
    <tr class="baseline">
      <th scope="row">
        <span class="name">{baseline.label}</span>
      </th>
      {cellsOf(columns.slice(1), { seed: `n = ${baseline.n}` }, (metric) => (
        <MeanText mean={baseline.means[metric]} best={false} />
      ))}
      <td />
    </tr>
  );
}

/** The cells of a run that has no scores: where they would stand, what there is to say instead. */
function Unscored({ row, columns, cells }: { row: RunRow; columns: readonly Column[]; cells: Cells }) {
  const first = columns.findIndex((column) => column.metric !== null);
  const after = columns.findLastIndex((column) => column.metric !== null) + 1;
  return (
    <>
      {cellsOf(columns.slice(1, first), cells)}
      <td colSpan={after - first} class="dim unscored">
        <span>{row.message ?? validationSoFar(row)}</span>
      </td>
      {cellsOf(columns.slice(after), cells)}
    </>
  );
}

function validationSoFar({ validation }: RunRow): string {
  const recall = validation?.metrics['R@1'];
  if (!validation || recall === undefined) return dash;
  return `on validation so far: R@1 ${percent(recall)} at step ${count(validation.step)}`;
}

function cellsOf(
  columns: readonly Column[],
  cells: Cells,
  score?: (metric: string) => ComponentChildren,
): ComponentChildren {
  return columns.map((column) => (
    <td key={column.id} class={column.numeric ? 'number' : undefined} data-column={column.id}>
      {column.metric === null ? cells[column.id] : score?.(column.metric)}
    </td>
  ));
}

function lineClass(nested: boolean, selected: boolean): string {
  return ['run', nested && 'nested', selected && 'selected'].filter(Boolean).join(' ');
}

/** The variant's name, which brings out its curve. */
function SelectButton({
  id,
  name,
  seed,
  ui,
  change,
}: Pick<Shared, 'ui' | 'change'> & { id: string; name: string; seed?: number }) {
  const selected = ui.selected === id;
  return (
    <button
      class="select-button"
      aria-pressed={selected}
      aria-label={seed === undefined ? name : `${name}, seed ${seed}`}
      title="Bring out in the curves"
      onClick={() => change({ selected: selected ? null : id })}
    >
      {name}
    </button>
  );
}

function MeanText({ mean, best }: { mean: Mean | undefined; best: boolean }) {
  if (!mean) return <>{dash}</>;
  const text = percent(mean.mean);
  return (
    <>
      {best ? <strong title="Best mean">{text}</strong> : text}
      <span class="deviation">{mean.deviation !== null && ` ± ${percent(mean.deviation)}`}</span>
    </>
  );
}

function Selected({ row }: { row: RunRow }) {
  const step = selectedStep(row);
  if (step === null) return <>{dash}</>;
  return (
    <>
      {count(step)} <span class="dim">{row.selectedOn === 'validation' ? 'val.' : 'last'}</span>
    </>
  );
}

function State({ row }: { row: RunRow }) {
  return (
    <>
      <span class={`state state-${row.state}`}>
        <StateIcon state={row.state} /> {row.state}
        {row.state !== 'finished' && row.steps > 0 && (
          <span class="dim">{Math.floor((100 * row.step) / row.steps)} %</span>
        )}
        {row.state === 'running' && <StopButton row={row} />}
      </span>
      {row.test && row.message && <span class="message">{row.message}</span>}
    </>
  );
}

function Time({ row }: { row: RunRow }) {
  return (
    <>
      {duration(row.seconds)}
      {row.secondsLeft !== null && <span class="dim left">{duration(row.secondsLeft)} left</span>}
    </>
  );
}

function StateCounts({ group }: { group: Group }) {
  return (
    <>
      {[...groupBy(group.rows, (row) => row.state)].map(([state, rows]) => (
        <span key={state} class={`state state-${state}`}>
          <StateIcon state={rows[0]!.state} /> {count(rows.length)} {state}
        </span>
      ))}
    </>
  );
}

function StopButton({ row }: { row: RunRow }) {
  return (
    <vscode-button
      appearance="secondary"
      aria-label={`Stop ${nameOf(row)}`}
      onClick={() => send({ type: 'stop', runId: row.id })}
    >
      Stop
    </vscode-button>
  );
}

function FolderButton({ row }: { row: RunRow }) {
  return (
    <vscode-button
      appearance="icon"
      aria-label={`Open the folder of ${nameOf(row)}`}
      title={`Open the run's folder\n${row.id}\nbegun ${row.createdAt}, ${plural(row.step, 'step')}`}
      onClick={() => send({ type: 'openRunFolder', runId: row.id })}
    >
      <FolderIcon />
    </vscode-button>
  );
}

function nameOf(row: RunRow): string {
  return `${row.variant}, seed ${row.seed}`;
}
