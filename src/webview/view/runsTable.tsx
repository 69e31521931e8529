import { Component, createRef } from 'preact';
import type { RunRow } from '../../protocol/results';
import { moved, type PlacedColumn } from '../model/columnLayout';
import type { Column } from '../model/columns';
import type { Group, Reference } from '../model/groups';
import { linesOf, type Line } from '../model/lines';
import { lastOf } from '../model/memo';
import type { NearFigure } from '../model/nearFigures';
import { nextSort } from '../model/sorting';
import { windowOf } from '../model/tableWindow';
import { held, picked, toggled, type UiState } from '../model/uiState';
import { GroupLine } from './groupLine';
import { FigureLine, ReferenceLine } from './referenceLines';
import { RunLine } from './runLine';

export interface TableProps {
  /** The runs that the filter leaves. */
  readonly rows: readonly RunRow[];
  /** In the order of the lines. */
  readonly groups: readonly Group[];
  readonly references: readonly Reference[];
  /** What the paper reports under conditions least unlike ours. */
  readonly figures: readonly NearFigure[];
  readonly best: ReadonlyMap<string, ReadonlySet<string>>;
  readonly places: ReadonlyMap<string, number>;
  readonly allColumns: readonly Column[];
  readonly columns: readonly PlacedColumn[];
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
  /** Run or group under the pointer, here or in a chart. */
  readonly hovered: string | null;
  readonly hover: (key: string | null) => void;
}

interface View {
  readonly top: number;
  readonly height: number;
  readonly width: number;
  /** Key of the line that the arrow keys start from. */
  readonly active: string | null;
}

/** CSS pixels; the style sheet has the same. */
const lineHeight = 28;
/** A longer table scrolls by itself, and draws only what is in view. */
const mostUnscrolled = 60;
const narrowest = 216;
const widest = 460;
const actionsWidth = 34;
/** What a difference takes more than an interval does. */
const differenceWidth = 44;

/** The lines of the runs as a tree that the arrow keys walk: up and down, into a group and out of it. */
export class RunsTable extends Component<TableProps, View> {
  override state: View = { top: this.props.ui.tableTop, height: 800, width: 1000, active: null };
  private readonly scroller = createRef<HTMLDivElement>();
  private resized: ResizeObserver | null = null;
  private lines: readonly Line[] = [];
  private readonly linesOf = lastOf(linesOf);
  private focusActive = false;

  override componentDidMount(): void {
    const scroller = this.scroller.current!;
    this.resized = new ResizeObserver(() =>
      this.setState({ height: scroller.clientHeight, width: scroller.clientWidth }),
    );
    this.resized.observe(scroller);
    scroller.scrollTop = this.props.ui.tableTop;
  }

  override componentWillUnmount(): void {
    this.resized?.disconnect();
  }

  override componentDidUpdate(): void {
    if (!this.focusActive) return;
    this.focusActive = false;
    this.element(this.state.active)?.focus({ preventScroll: true });
  }

  override render({ groups, references, figures, columns, ui, change }: TableProps, { width }: View) {
    this.lines = this.linesOf(groups, columns, ui.sort, ui.open);
    const offsets = offsetsOf(columns, width, ui.baseline !== null);
    const total = offsets.total + actionsWidth;
    const several = this.lines.length > mostUnscrolled;
    return (
      <div
        ref={this.scroller}
        class={several ? 'table-scroll long' : 'table-scroll'}
        onScroll={(event) => this.setState({ top: event.currentTarget.scrollTop })}
        onScrollEnd={(event: Event & { currentTarget: HTMLElement }) =>
          change({ tableTop: event.currentTarget.scrollTop })
        }
      >
        <table
          class="runs-table"
          role="treegrid"
          aria-labelledby="runs-heading"
          aria-rowcount={1 + this.lines.length + references.length + figures.length}
          style={{ minWidth: `${total}px` }}
        >
          <colgroup>
            {columns.map((column, index) => (
              <col key={column.id} style={{ width: `${offsets.widths[index]}px` }} />
            ))}
            <col />
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map((column, index) => (
                <SortHeader
                  key={column.id}
                  column={column}
                  left={offsets.left[index] ?? null}
                  move={(by) => this.move(column, by)}
                  ui={ui}
                  change={change}
                />
              ))}
              <th scope="col">
                <span class="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody
            onKeyDown={(event) => this.walk(event)}
            onMouseLeave={() => this.props.hover(null)}
            onFocusIn={(event) => {
              this.activate(event.target);
              this.comeBack(event.relatedTarget);
            }}
          >
            {this.body(offsets.left)}
          </tbody>
          {references.length + figures.length > 0 && (
            <tfoot>
              {references.map((reference, index) => (
                <ReferenceLine
                  key={reference.key}
                  reference={reference}
                  columns={columns}
                  left={offsets.left}
                  index={2 + this.lines.length + index}
                />
              ))}
              {figures.map((near, index) => (
                <FigureLine
                  key={index}
                  near={near}
                  columns={columns}
                  left={offsets.left}
                  index={2 + this.lines.length + references.length + index}
                />
              ))}
            </tfoot>
          )}
        </table>
      </div>
    );
  }

  private body(left: readonly (number | null)[]) {
    const { columns, best, groups, places, ui, change, hovered, hover } = this.props;
    const active = this.lines.findIndex((line) => line.key === this.state.active);
    const focusable = active === -1 ? 0 : active;
    const { top, height } = this.state;
    const baseline = groups.find((group) => group.key === ui.baseline) ?? null;
    const scrolls = this.lines.length > mostUnscrolled;
    const pieces = scrolls
      ? windowOf(this.lines.length, { top, height, itemHeight: lineHeight }, active === -1 ? null : active)
      : [{ from: 0, to: this.lines.length }];
    return pieces.flatMap((piece, nth) => {
      if ('skipped' in piece) {
        return [
          <tr key={`skipped ${nth}`} class="skipped" aria-hidden="true">
            <td colSpan={columns.length + 1} style={{ height: `${piece.skipped * lineHeight}px` }} />
          </tr>,
        ];
      }
      return this.lines.slice(piece.from, piece.to).map((line, offset) => {
        const shared = {
          ...{ columns, left, ui, change, hover, baseline },
          place: places.get(line.group.key) ?? 0,
          index: 2 + piece.from + offset,
          focusable: piece.from + offset === focusable,
          hovered: hovered !== null && (hovered === line.key || hovered === line.group.key),
        };
        return line.kind === 'group' ? (
          <GroupLine key={line.key} line={line} best={best.get(line.key)} {...shared} />
        ) : (
          <RunLine key={line.key} line={line} {...shared} />
        );
      });
    });
  }

  private activate(target: EventTarget | null): void {
    const key = target instanceof Element ? target.closest<HTMLElement>('tr')?.dataset['line'] : undefined;
    if (key !== undefined && key !== this.state.active) this.setState({ active: key });
  }

  /** From the last of the headers one comes to the beginning of a line, not to its end. */
  private comeBack(from: EventTarget | null): void {
    if (from instanceof Element && from.closest('thead')) this.scroller.current!.scrollLeft = 0;
  }

  private move(column: PlacedColumn, by: -1 | 1): void {
    const { allColumns, columns, ui, change } = this.props;
    const visible = new Set(columns.map(({ id }) => id));
    change({ layout: moved(allColumns, ui.layout, column.id, by, ({ id }) => visible.has(id)) });
  }

  private walk(event: KeyboardEvent): void {
    const row = event.target instanceof HTMLTableRowElement ? event.target : null;
    const at = this.lines.findIndex((line) => line.key === row?.dataset['line']);
    const line = this.lines[at];
    if (!line) return;
    if (this.command(event, line)) event.preventDefault();
    else {
      const target = this.targetOf(event.key, at, line);
      if (target === null) return;
      event.preventDefault();
      this.goTo(target);
    }
  }

  /** What a key does to the line itself; false where it does nothing. */
  private command(event: KeyboardEvent, { key, kind, group }: Line): boolean {
    const { ui, change } = this.props;
    if (event.key === 'Enter' || event.key === ' ') {
      change(event.ctrlKey || event.metaKey ? held(ui, key) : picked(ui, key));
      return true;
    }
    const open = ui.open.includes(group.key);
    const unfolds =
      kind === 'group' && (event.key === 'ArrowRight' ? !open : event.key === 'ArrowLeft' && open);
    if (unfolds) change({ open: toggled(ui.open, group.key) });
    return unfolds;
  }

  /** Where a key leads; null where it leads nowhere. */
  private targetOf(key: string, at: number, line: Line): number | null {
    const page = Math.max(1, Math.floor(this.state.height / lineHeight) - 2);
    switch (key) {
      case 'ArrowDown':
        return at + 1;
      case 'ArrowUp':
        return at - 1;
      case 'ArrowRight':
        return line.kind === 'group' ? at + 1 : null;
      case 'ArrowLeft':
        return line.kind === 'run' ? this.lines.findIndex((other) => other.key === line.group.key) : null;
      case 'Home':
        return 0;
      case 'End':
        return this.lines.length - 1;
      case 'PageDown':
        return at + page;
      case 'PageUp':
        return at - page;
      default:
        return null;
    }
  }

  private goTo(target: number): void {
    const at = Math.min(this.lines.length - 1, Math.max(0, target));
    const line = this.lines[at];
    if (!line) return;
    this.reveal(at);
    const drawn = this.element(line.key);
    // What is not drawn yet takes the focus once it is.
    if (drawn) drawn.focus({ preventScroll: true });
    else this.focusActive = true;
    this.setState({ active: line.key });
  }

  /** Scrolls a long table so far that a line is seen. */
  private reveal(at: number): void {
    const scroller = this.scroller.current!;
    if (this.lines.length <= mostUnscrolled) {
      this.element(this.lines[at]!.key)?.scrollIntoView({ block: 'nearest' });
      return;
    }
    const top = at * lineHeight;
    const room = scroller.clientHeight - 2 * lineHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top > scroller.scrollTop + room) scroller.scrollTop = top - room;
  }

  private element(key: string | null): HTMLElement | null {
    const rows = this.scroller.current?.querySelectorAll<HTMLElement>('tr[data-line]') ?? [];
    return [...rows].find((row) => row.dataset['line'] === key) ?? null;
  }
}

/**
 * Widths of the columns, and how far from the left the pinned ones stay. The names take what room there is.
 * @param differences whether scores stand with their differences to a baseline
 */
function offsetsOf(columns: readonly PlacedColumn[], room: number, differences: boolean) {
  const widths = columns.map(({ width, metric }) => width + (differences && metric ? differenceWidth : 0));
  const fixed = widths.slice(1).reduce((sum, width) => sum + width, 0);
  const first = Math.min(widest, Math.max(narrowest, room - fixed - actionsWidth));
  widths[0] = first;
  let left = 0;
  const pinned = columns.map((column, index) => {
    if (!column.pinned) return null;
    left += widths[index]!;
    return left - widths[index]!;
  });
  return { widths, left: pinned, total: first + fixed };
}

interface HeaderProps extends Pick<TableProps, 'ui' | 'change'> {
  readonly column: PlacedColumn;
  readonly left: number | null;
  readonly move: (by: -1 | 1) => void;
}

function SortHeader({ column, left, move, ui, change }: HeaderProps) {
  const sorted = ui.sort?.column === column.id ? ui.sort : null;
  const direction = sorted?.descending ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      class={[column.numeric && 'number', left !== null && 'pinned'].filter(Boolean).join(' ')}
      style={left === null ? undefined : { left: `${left}px` }}
      aria-sort={sorted ? direction : undefined}
      data-column={column.id}
    >
      <button
        class="sort-button"
        title={`${column.label}\nAlt+Left and Alt+Right move the column.`}
        // Scores are read best first, names from A.
        onClick={() => change({ sort: nextSort(ui.sort, column.id, column.metric !== null), tableTop: 0 })}
        onKeyDown={(event) => {
          const by = { ArrowLeft: -1, ArrowRight: 1 } as const;
          if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
          event.preventDefault();
          move(by[event.key]);
        }}
      >
        {column.label}
        <span class="sort-mark" aria-hidden="true">
          {sorted && (sorted.descending ? '▼' : '▲')}
        </span>
      </button>
    </th>
  );
}
