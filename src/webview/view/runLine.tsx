import type { ComponentChildren } from 'preact';
import type { RunRow } from '../../protocol/results';
import { send } from '../host';
import { seedText, selectedStep, type Column } from '../model/columns';
import { duration } from '../../protocol/duration';
import { count, dash, lossValue, plural, scoreText } from '../model/format';
import type { Line } from '../model/lines';
import { howMarks, howText } from '../model/howSelected';
import { FolderIcon, StateIcon, WarningIcon } from './icons';
import { Swatch } from './swatch';
import { Cells, Marks, Name, plainValue, Row, roomIn, type Cell, type LineProps } from './tableLine';

type RunOf = Extract<Line, { kind: 'run' }>;

/** A run, below its group's mean where it is not alone. */
export function RunLine(props: LineProps & { readonly line: RunOf }) {
  const { line, columns, left, place, focusable, ui } = props;
  const { row, group } = line;
  const nested = group.rows.length > 1;
  const scores = roomIn(columns, (column) => column.metric !== null);
  const cell: Cell = (column) =>
    column.metric === null
      ? runCell(line, column, focusable)
      : scoreText(column.metric, row.test?.[column.metric]);
  return (
    <Row {...props} level={nested ? 2 : 1} kind={nested ? 'run nested' : 'run'} title={choiceText(row)}>
      <Name left={left[0]!}>
        {!nested && <Swatch place={place} />}
        <span class="text">{nested ? seedText(row) : row.variant}</span>
        {!nested && <span class="dim">{seedText(row)}</span>}
        <Uncounted row={row} group={group} />
        {!nested && <Marks group={group} ui={ui} />}
      </Name>
      {row.test === null && scores ? (
        <>
          <Cells columns={columns.slice(0, scores.from)} left={left}>
            {cell}
          </Cells>
          <td colSpan={scores.to - scores.from} class="dim unscored" title={row.message ?? undefined}>
            <span class={`state-${row.state}`}>
              <StateIcon state={row.state} />
            </span>
            {[trialText(line), row.message ?? validationSoFar(row)].filter(Boolean).join(' · ')}
          </td>
          <Cells columns={columns.slice(scores.to)} left={left.slice(scores.to)} whole>
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

/** Says so of a run with scores that are in no mean. */
function Uncounted({ row, group }: Pick<RunOf, 'row' | 'group'>) {
  if (row.test === null || group.scored.includes(row)) return null;
  return (
    <span class="dim" title="It was run again since, or saw other classes than newer runs">
      not counted
    </span>
  );
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

/** `trial 3 of 20`; null where nothing was searched for. */
function trialText({ row, group }: RunOf): string | null {
  return row.search && `trial ${row.search.trial} of ${count(group.trials ?? 1)}`;
}

function validationSoFar(row: RunRow): string {
  const { validation } = row;
  const recall = validation?.metrics['R@1'];
  if (!validation || recall === undefined) return dash;
  const when = row.state === 'finished' ? 'on validation alone' : 'on validation so far';
  return `${when}: R@1 ${scoreText('R@1', recall)} at step ${count(validation.step)}`;
}

/** How the step was chosen, and what the last one would have been. */
function choiceText(row: RunRow): string | undefined {
  const step = selectedStep(row);
  if (step === null || !row.validation) return undefined;
  const at = (scores: NonNullable<RunRow['last']>) =>
    `step ${count(scores.step)}${scores.metrics['R@1'] === undefined ? '' : `, R@1 ${scoreText('R@1', scores.metrics['R@1'])}`}`;
  const last = row.last ? `\nlast on validation: ${at(row.last)}` : '';
  // Of a run that was not to choose by them, the validation scores that are kept are those of the step that it chose.
  const kept = row.selectedOn === 'validation' ? 'best on validation' : 'on validation then';
  return `scores on test at step ${count(step)}, ${howText(row.selectedOn)}\n${kept}: ${at(row.validation)}${last}`;
}

function Selected({ row }: { row: RunRow }) {
  const step = selectedStep(row);
  if (step === null || row.selectedOn === null) return <>{dash}</>;
  return (
    <span title={choiceText(row)}>
      {count(step)} <span class="dim">{howMarks[row.selectedOn]}</span>
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

function nameOf(row: RunRow): string {
  return `${row.variant}, ${seedText(row)}`;
}
