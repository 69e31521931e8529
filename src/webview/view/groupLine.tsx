import type { ComponentChildren } from 'preact';
import type { RunRow } from '../../protocol/results';
import { replicatesInWords } from '../../statistics/pairedScores';
import { paired, unpaired } from '../model/claim';
import type { Column } from '../model/columns';
import { duration } from '../../protocol/duration';
import { count, dash, lossValue, meanText, scoreText, signedText } from '../model/format';
import { groupBy, replicateOf, type Group } from '../model/groups';
import type { Line } from '../model/lines';
import { toggled } from '../model/uiState';
import { StateIcon, TwistyIcon } from './icons';
import { howMarks, howText } from '../model/howSelected';
import { Swatch } from './swatch';
import { Cells, Marks, Mean, Name, plainValue, Row, type LineProps } from './tableLine';

interface Props extends LineProps {
  readonly line: Extract<Line, { kind: 'group' }>;
  /** The scores in bold. */
  readonly best: ReadonlySet<string> | undefined;
}

/** The mean over several runs. */
export function GroupLine(props: Props) {
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
    : ['no seed in common on the same classes: difference of the means', unpaired(group, against, metric)]
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

function groupCell(group: Group, column: Column): ComponentChildren {
  switch (column.id) {
    case 'seed':
      return (
        <span title={`The mean is taken over ${replicatesInWords(group.scored.map(replicateOf))}`}>
          {group.scored.length}
        </span>
      );
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

function HowSelected({ rows }: { rows: readonly RunRow[] }) {
  const how = [...new Set(rows.flatMap(({ selectedOn }) => selectedOn ?? []))];
  if (how.length === 0) return <>{dash}</>;
  return (
    <span class="dim" title={how.map(howText).join(', ')}>
      {how.map((one) => howMarks[one]).join(', ')}
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
