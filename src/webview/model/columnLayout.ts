import type { RunRow, TableArrangement } from '../../protocol/results';
import type { Column } from './columns';

/** What the reader made of the columns. */
export type ColumnLayout = Pick<TableArrangement, 'order' | 'switched' | 'pinned'>;

export const usualLayout: ColumnLayout = { order: [], switched: [], pinned: [] };

export interface PlacedColumn extends Column {
  readonly pinned: boolean;
}

/** All columns in the reader's order, the variant first, the pinned ones next. */
export function ordered(columns: readonly Column[], { order, pinned }: ColumnLayout): PlacedColumn[] {
  const [variant, ...rest] = columns;
  if (!variant) return [];
  const known = rest.filter(({ id }) => order.includes(id));
  const result = [...known].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  for (const [index, column] of rest.entries()) {
    if (order.includes(column.id)) continue;
    // Behind the one that it follows of itself.
    const before = rest[index - 1];
    result.splice(before ? result.indexOf(before) + 1 : 0, 0, column);
  }
  const placed = result.map((column) => ({ ...column, pinned: pinned.includes(column.id) }));
  const inSight = placed.filter((column) => column.pinned);
  return [{ ...variant, pinned: true }, ...inSight, ...placed.filter((column) => !column.pinned)];
}

export function isShown(column: Column, { switched }: ColumnLayout): boolean {
  return column.usual !== switched.includes(column.id);
}

/** The columns that are shown. @param differing the runs where only columns in which they differ are wanted, else null */
export function shownColumns(
  columns: readonly Column[],
  layout: ColumnLayout,
  differing: readonly RunRow[] | null,
): PlacedColumn[] {
  const placed = ordered(columns, layout);
  if (!differing) return placed.filter((column, index) => index === 0 || isShown(column, layout));
  return placed.filter(
    (column, index) => index === 0 || (column.id !== 'begun' && differ(differing, column)),
  );
}

/** The layout with a column one place further to the left (-1) or right (1) among those shown. */
export function moved(
  columns: readonly Column[],
  layout: ColumnLayout,
  id: string,
  by: -1 | 1,
  isVisible: (column: Column) => boolean,
): ColumnLayout {
  const all = ordered(columns, layout);
  const visible = all.filter((column, index) => index === 0 || isVisible(column));
  const target = visible[visible.findIndex((column) => column.id === id) + by];
  const mover = all.find((column) => column.id === id);
  // The variant stays first, and pinned columns stay together.
  if (!mover || !target || target.id === all[0]?.id || target.pinned !== mover.pinned) return layout;
  const order = all.map((column) => column.id).filter((other) => other !== id);
  order.splice(order.indexOf(target.id) + (by === 1 ? 1 : 0), 0, id);
  return { ...layout, order };
}

function differ(rows: readonly RunRow[], column: Column): boolean {
  const [first] = rows;
  return first !== undefined && rows.some((row) => column.ofRun(row) !== column.ofRun(first));
}
