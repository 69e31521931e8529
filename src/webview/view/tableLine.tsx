/** What every line of the runs' table is made of. */
import type { ComponentChildren } from 'preact';
import type { SampleSummary } from '../../statistics/inference/summarise';
import type { PlacedColumn } from '../model/columnLayout';
import type { Column } from '../model/columns';
import { dash, meanText, plural, scoreText } from '../model/format';
import { trialsText, type Group } from '../model/groups';
import type { Line } from '../model/lines';
import { held, picked, type UiState } from '../model/uiState';
import { WarningIcon } from './icons';

export interface LineProps {
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

/** What stands in a column. */
export type Cell = (column: Column) => ComponentChildren;

interface RowProps extends Pick<LineProps, 'index' | 'focusable' | 'hovered' | 'hover' | 'ui' | 'change'> {
  readonly line: Line;
  readonly level: number;
  readonly kind: string;
  readonly expanded?: boolean;
  readonly title?: string;
  readonly children: ComponentChildren;
}

export function Row({ line, level, kind, expanded, title, index, focusable, hovered, ...props }: RowProps) {
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

export function Name({ left, children }: { left: number | null; children: ComponentChildren }) {
  return (
    <th scope="row" class="pinned" style={{ left: `${left ?? 0}px` }}>
      <span class="name">{children}</span>
    </th>
  );
}

/** The cells of some columns. @param whole false where the first column is the name, which stands already */
export function Cells({
  columns,
  left,
  whole = false,
  children,
}: Pick<LineProps, 'columns' | 'left'> & { whole?: boolean; children: Cell }) {
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

function WarningBadge({ word, title }: { word: string; title: string }) {
  return (
    <span class="badge badge-warning" title={title}>
      <WarningIcon /> {word}
    </span>
  );
}

/** What tells a group from its like, and what it may not be taken for. */
export function Marks({ group, ui }: { group: Group; ui: UiState }) {
  const trials = trialsText(group);
  return (
    <>
      {group.detail && (
        <span class="dim detail" title={group.detail}>
          {group.detail}
        </span>
      )}
      {trials !== null && (
        <span
          class="badge"
          title={`Its settings are the ${trials}, searched for on validation classes alone`}
        >
          {plural(group.trials ?? 0, 'trial')}
        </span>
      )}
      {group.oracle && (
        <WarningBadge word="oracle" title="Its step was chosen by the scores on test: no fair comparison" />
      )}
      {group.stale && (
        <WarningBadge word="stale" title="Of an earlier version: the experiment's file has changed since" />
      )}
      {ui.baseline === group.key && <span class="badge">baseline</span>}
    </>
  );
}

export function Mean({
  metric,
  summary,
  best = false,
}: {
  metric: string;
  summary: SampleSummary | undefined;
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

export function plainValue(value: string | number | null, otherwise: string): ComponentChildren {
  if (value === null) return <span class="dim">{otherwise}</span>;
  return <span title={String(value)}>{value}</span>;
}

/** What a text of a few words takes, CSS pixels. */
const roomForWords = 160;

/**
 * Where one text may stand in place of many cells: the first neighbouring columns behind the name for which something holds and
 * which have room for it, or the first ones of all.
 * @returns places of the first column and of the one behind the last; null where it holds for none
 */
export function roomIn(
  columns: readonly PlacedColumn[],
  holds: (column: Column) => boolean,
): { readonly from: number; readonly to: number } | null {
  const rooms: { from: number; to: number; width: number }[] = [];
  for (const [at, column] of columns.entries()) {
    if (at === 0 || !holds(column)) continue;
    const last = rooms.at(-1);
    if (last?.to === at) Object.assign(last, { to: at + 1, width: last.width + column.width });
    else rooms.push({ from: at, to: at + 1, width: column.width });
  }
  return rooms.find(({ width }) => width >= roomForWords) ?? rooms[0] ?? null;
}
