/** The lines of the runs' table: a mean over several runs, a run, and what they are held against. */
import type { ComponentChildren } from 'preact';
import type { RunRow } from '../../protocol/results';
import { replicatesInWords } from '../../statistics/pairedScores';
import type { Summary } from '../../statistics/summarise';
import { send } from '../host';
import { paired, unpaired } from '../model/claim';
import type { PlacedColumn } from '../model/columnLayout';
import { foldText, selectedStep, type Column } from '../model/columns';
import { count, dash, duration, lossValue, meanText, plural, scoreText, signedText } from '../model/format';
import { groupBy, type Group, type Reference } from '../model/groups';
import type { Line } from '../model/lines';
import { held, picked, toggled, type UiState } from '../model/uiState';
import { FolderIcon, StateIcon, TwistyIcon, WarningIcon } from './icons';
import { Swatch } from './swatch';

interface Shared {
  readonly columns: readonly PlacedColumn[];
  /** For each column how far from the left it stays; null for one that scrolls. */
  readonly left: readonly (number | null)[];
  readonly place: number;
  /** Place of the line among all of the table, its header the first. */
  readonly index: number;
  /** Whether the Tab key comes to this line. */
  readonly focusable: boolean;
  readonly hovered: boolean;
  readonly hover: (key: string | null) => void;
  /** The group that the others are held against. */
  readonly baseline: Group | null;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
}

type GroupOf = Extract<Line, { kind: 'group' }>;
type RunOf = Extract<Line, { kind: 'run' }>;

/** What stands in a column. */
type Cell = (column: Column) => ComponentChildren;

export function GroupLine(props: Shared & { line: GroupOf; best: ReadonlySet<string> | undefined }) {
  const { line, best, baseline, columns, left, place, ui, change } = props;
  const { group, open } = line;
  const against = baseline && baseline.key !== group.key ? baseline : null;
  return (
    <Row {...props} level={1} expanded={open} kind="group">
      <Name left={left[0]!}>
        <span
          class="twisty"
          onClick={(event) => {
            event.stopPropagation();
            change({ open: toggled(ui.open, group.key) });
          }}
        >
          <TwistyIcon open={open} />
        </span>
        <Swatch place={place} />
        <span class="text">{group.variant}</span>
        <Marks group={group} ui={ui} />
      </Name>
      <Cells columns={columns} left={left}>
        {(column) =>
          column.metric === null ? (
            groupCell(group, column)
          ) : (
            <Score
              metric={column.metric}
              group={group}
              against={against}
              best={best?.has(column.metric) ?? false}
            />
          )
        }
      </Cells>
      <td />
    </Row>
  );
}

export function RunLine(props: Shared & { line: RunOf }) {
  const { line, columns, left, place, focusable, ui } = props;
  const { row, group } = line;
  const nested = group.rows.length > 1;
  const first = columns.findIndex((column) => column.metric !== null);
  const after = first + columns.slice(first).findIndex((column) => column.metric === null);
  const unscored = row.test === null && first !== -1;
  const span = (after < first ? columns.length : after) - first;
  const cell: Cell = (column) =>
    column.metric === null
      ? runCell(line, column, focusable)
      : scoreText(column.metric, row.test?.[column.metric]);
  return (
    <Row {...props} level={nested ? 2 : 1} kind={nested ? 'run nested' : 'run'} title={choiceText(row)}>
      <Name left={left[0]!}>
        {!nested && <Swatch place={place} />}
        <span class="text">{nested ? runName(row) : row.variant}</span>
        {!nested && <span class="dim">{runName(row)}</span>}
        {!nested && <Marks group={group} ui={ui} />}
      </Name>
      {unscored ? (
        <>
          <Cells columns={columns.slice(0, first)} left={left}>
            {cell}
          </Cells>
          <td colSpan={span} class="dim unscored" title={row.message ?? undefined}>
            {row.message ?? validationSoFar(row)}
          </td>
          <Cells columns={columns.slice(first + span)} left={left.slice(first + span)} whole>
            {(column) => (column.metric === null ? cell(column) : dash)}
          </Cells>
        </>
      ) : (
        <Cells columns={columns} left={left}>
          {cell}
        </Cells>
      )}
      <td class="actions-column">
        <FolderButton row={row} focusable={focusable} />
      </td>
    </Row>
  );
}

export function ReferenceLine({
  reference,
  columns,
  left,
  index,
}: Pick<Shared, 'columns' | 'left' | 'index'> & { reference: Reference }) {
  return (
    <tr class="reference" aria-rowindex={index}>
      <Name left={left[0]!}>
        <span class="text">{reference.label}</span>
      </Name>
      <Cells columns={columns} left={left}>
        {({ id, metric }) => {
          if (id === 'seed') return reference.n;
          const summary = metric === null ? undefined : reference.scores[metric];
          return metric === null ? '' : <Mean metric={metric} summary={summary} />;
        }}
      </Cells>
      <td />
    </tr>
  );
}

interface RowProps extends Pick<Shared, 'index' | 'focusable' | 'hovered' | 'hover' | 'ui' | 'change'> {
  readonly line: Line;
  readonly level: number;
  readonly kind: string;
  readonly expanded?: boolean;
  readonly title?: string;
  readonly children: ComponentChildren;
}

function Row({ line, level, kind, expanded, title, index, focusable, hovered, ...props }: RowProps) {
  const { hover, ui, change, children } = props;
  const isSelected = ui.selected === line.key;
  const isCompared = ui.compared === line.key;
  const classes = [kind, isSelected && 'selected', isCompared && 'compared', hovered && 'hovered'];
  return (
    <tr
      class={classes.filter(Boolean).join(' ')}
      data-line={line.key}
      title={title}
      tabIndex={focusable ? 0 : -1}
      aria-level={level}
      aria-expanded={expanded}
      aria-selected={isSelected || isCompared}
      aria-rowindex={index}
      onMouseEnter={() => hover(line.key)}
      onFocus={() => hover(line.key)}
      onClick={(event) => change(event.ctrlKey || event.metaKey ? held(ui, line.key) : picked(ui, line.key))}
    >
      {children}
    </tr>
  );
}

function Name({ left, children }: { left: number | null; children: ComponentChildren }) {
  return (
    <th scope="row" class="pinned" style={{ left: `${left ?? 0}px` }}>
      <span class="name">{children}</span>
    </th>
  );
}

/** The cells of some columns. @param whole false where the first column is the name, which stands already */
function Cells({
  columns,
  left,
  whole = false,
  children,
}: Pick<Shared, 'columns' | 'left'> & { whole?: boolean; children: Cell }) {
  return (
    <>
      {columns.map((column, index) => {
        if (index === 0 && !whole) return null;
        const at = left[index] ?? null;
        return (
          <td
            key={column.id}
            class={[column.numeric && 'number', at !== null && 'pinned'].filter(Boolean).join(' ')}
            style={at === null ? undefined : { left: `${at}px` }}
            data-column={column.id}
          >
            {children(column)}
          </td>
        );
      })}
    </>
  );
}

/** What tells a group from its like, and what it may not be taken for. */
function Marks({ group, ui }: { group: Group; ui: UiState }) {
  return (
    <>
      {group.detail && (
        <span class="dim detail" title={group.detail}>
          {group.detail}
        </span>
      )}
      {group.oracle && (
        <span
          class="badge badge-warning"
          title="Its step was chosen by the scores on test: no fair comparison"
        >
          <WarningIcon /> oracle
        </span>
      )}
      {ui.baseline === group.key && <span class="badge">baseline</span>}
    </>
  );
}

function Score({
  metric,
  group,
  against,
  best,
}: {
  metric: string;
  group: Group;
  against: Group | null;
  best: boolean;
}) {
  const summary = group.scores[metric];
  if (!summary || !against) return <Mean metric={metric} summary={summary} best={best} />;
  const pairs = paired(group, against, metric);
  const other = against.scores[metric];
  const difference = pairs ?? (other && { mean: summary.mean - other.mean, interval: null });
  if (!difference) return <Mean metric={metric} summary={summary} best={best} />;
  const how = pairs
    ? `paired over ${replicatesInWords(pairs.replicates)}`
    : ['no seed in common: difference of the means', unpaired(group, against, metric)]
        .filter(Boolean)
        .join(', ');
  return (
    <span
      title={`${meanText(metric, summary)}\n${signedText(metric, difference)} to ${against.variant}, ${how}`}
    >
      {best ? <strong>{scoreText(metric, summary.mean)}</strong> : scoreText(metric, summary.mean)}{' '}
      <span class="difference">{signedText(metric, difference)}</span>
    </span>
  );
}

function Mean({
  metric,
  summary,
  best = false,
}: {
  metric: string;
  summary: Summary | undefined;
  best?: boolean;
}) {
  if (!summary) return <>{dash}</>;
  const { mean, deviation, n } = summary;
  const text = scoreText(metric, mean);
  const spread = deviation === null ? '' : `, standard deviation ${scoreText(metric, deviation)}`;
  return (
    <span title={`${meanText(metric, summary)}: mean of ${plural(n, 'run')}, 95 % interval${spread}`}>
      {best ? <strong>{text}</strong> : text}
      {summary.interval && <span class="interval">{meanText(metric, summary).slice(text.length)}</span>}
    </span>
  );
}

function groupCell(group: Group, column: Column): ComponentChildren {
  switch (column.id) {
    case 'seed':
      return <span title="Runs that the mean is taken over">{group.scored.length}</span>;
    case 'state':
      return <StateCounts group={group} />;
    case 'time':
      return duration(group.seconds);
    case 'selected':
      return <HowSelected rows={group.scored} />;
    case 'loss':
      return group.loss === null ? dash : lossValue(group.loss);
    default:
      return plainValue(column.ofGroup(group), 'varies');
  }
}

function runCell({ row, group }: RunOf, column: Column, focusable: boolean): ComponentChildren {
  switch (column.id) {
    case 'seed':
      return group.rows.length > 1 ? '' : group.scored.length;
    case 'state':
      return <State row={row} focusable={focusable} />;
    case 'time':
      return <Time row={row} />;
    case 'selected':
      return <Selected row={row} />;
    case 'loss':
      return row.loss === null ? dash : lossValue(row.loss);
    default:
      return plainValue(column.ofRun(row), dash);
  }
}

function plainValue(value: string | number | null, otherwise: string): ComponentChildren {
  if (value === null) return <span class="dim">{otherwise}</span>;
  return <span title={String(value)}>{value}</span>;
}

function validationSoFar({ validation }: RunRow): string {
  const recall = validation?.metrics['R@1'];
  if (!validation || recall === undefined) return dash;
  return `on validation so far: R@1 ${scoreText('R@1', recall)} at step ${count(validation.step)}`;
}

/** How the step was chosen, and what the last one would have been. */
function choiceText(row: RunRow): string | undefined {
  const step = selectedStep(row);
  if (step === null || !row.validation) return undefined;
  const at = (scores: NonNullable<RunRow['last']>) =>
    `step ${count(scores.step)}${scores.metrics['R@1'] === undefined ? '' : `, R@1 ${scoreText('R@1', scores.metrics['R@1'])}`}`;
  const last = row.last ? `\nlast on validation: ${at(row.last)}` : '';
  return `scores on test at step ${count(step)}, ${howText(row.selectedOn)}\nbest on validation: ${at(row.validation)}${last}`;
}

function howText(selectedOn: RunRow['selectedOn']): string {
  switch (selectedOn) {
    case 'validation':
      return 'chosen on validation';
    case 'last':
      return 'the last one';
    case 'oracle':
      return 'chosen on test: an oracle';
    case null:
      return 'not chosen yet';
  }
}

const howMarks = { validation: 'val.', last: 'last', oracle: 'oracle' } as const;

function Selected({ row }: { row: RunRow }) {
  const step = selectedStep(row);
  if (step === null || row.selectedOn === null) return <>{dash}</>;
  return (
    <span title={choiceText(row)}>
      {count(step)} <span class="dim">{howMarks[row.selectedOn]}</span>
    </span>
  );
}

function HowSelected({ rows }: { rows: readonly RunRow[] }) {
  const how = [...new Set(rows.flatMap(({ selectedOn }) => selectedOn ?? []))];
  if (how.length === 0) return <>{dash}</>;
  return (
    <span class="dim" title={how.map(howText).join(', ')}>
      {how.map((one) => howMarks[one]).join(', ')}
    </span>
  );
}

function State({ row, focusable }: { row: RunRow; focusable: boolean }) {
  return (
    <span class={`state state-${row.state}`} title={row.message ?? undefined}>
      <StateIcon state={row.state} /> {row.state}
      {row.state !== 'finished' && row.steps > 0 && (
        <span class="dim">{Math.floor((100 * row.step) / row.steps)} %</span>
      )}
      {row.state === 'running' && <StopButton row={row} focusable={focusable} />}
      {row.state === 'finished' && row.message && <WarningIcon />}
    </span>
  );
}

function Time({ row }: { row: RunRow }) {
  if (row.secondsLeft === null) return <>{duration(row.seconds)}</>;
  const left = `${duration(row.secondsLeft)} left`;
  return (
    <span class="dim" title={`${duration(row.seconds)} so far, ${left}`}>
      {left}
    </span>
  );
}

function StateCounts({ group }: { group: Group }) {
  return (
    <span class="states">
      {[...groupBy(group.rows, (row) => row.state)].map(([state, rows]) => (
        <span key={state} class={`state state-${state}`} title={`${count(rows.length)} ${state}`}>
          <StateIcon state={rows[0]!.state} /> {count(rows.length)}
          <span class="visually-hidden"> {state}</span>
        </span>
      ))}
    </span>
  );
}

function StopButton({ row, focusable }: { row: RunRow; focusable: boolean }) {
  return (
    <vscode-button
      appearance="secondary"
      tabIndex={focusable ? 0 : -1}
      aria-label={`Stop ${nameOf(row)}`}
      onClick={(event) => {
        event.stopPropagation();
        send({ type: 'stop', runId: row.id });
      }}
    >
      Stop
    </vscode-button>
  );
}

function FolderButton({ row, focusable }: { row: RunRow; focusable: boolean }) {
  return (
    <vscode-button
      appearance="icon"
      tabIndex={focusable ? 0 : -1}
      aria-label={`Open the folder of ${nameOf(row)}`}
      title={`Open the run's folder\n${row.id}\nbegun ${row.createdAt}, ${plural(row.step, 'step')}`}
      onClick={(event) => {
        event.stopPropagation();
        send({ type: 'openRunFolder', runId: row.id });
      }}
    >
      <FolderIcon />
    </vscode-button>
  );
}

/** `seed 3`, `seed 3, fold 1 of 4`. */
function runName(row: RunRow): string {
  const fold = foldText(row);
  return `seed ${row.seed}${fold ? `, fold ${fold}` : ''}`;
}

function nameOf(row: RunRow): string {
  return `${row.variant}, ${runName(row)}`;
}
