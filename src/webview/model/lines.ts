import type { RunRow } from '../../protocol/results';
import type { Column } from './columns';
import type { Group } from './groups';
import { sortBy, type Sort } from './sorting';

/** How many lines the table draws at once: enough to scan, few enough to stay smooth with ten thousand runs. */
export const pageSize = 200;

/** A line of the runs' table: several seeds' mean, or a run. */
export type Line =
  | { readonly kind: 'group'; readonly key: string; readonly group: Group; readonly open: boolean }
  | { readonly kind: 'run'; readonly key: string; readonly group: Group; readonly row: RunRow };

/** The lines in order: each group of several runs as a line of its own, its runs below it unless it is closed. */
export function linesOf(
  groups: readonly Group[],
  columns: readonly Column[],
  sort: Sort | null,
  closed: readonly string[],
): Line[] {
  const by = sort && columns.find((column) => column.id === sort.column);
  const ordered = by && sort ? sortBy(groups, by.ofGroup, sort.descending) : groups;
  return ordered.flatMap((group) => {
    const open = !closed.includes(group.key);
    const rows = by && sort ? sortBy(group.rows, by.ofRun, sort.descending) : group.rows;
    const runs = rows.map((row): Line => ({ kind: 'run', key: row.id, group, row }));
    if (group.rows.length < 2) return runs;
    return [{ kind: 'group', key: group.key, group, open } as const, ...(open ? runs : [])];
  });
}

export interface Page {
  readonly lines: readonly Line[];
  /** From 0; the last page where the one asked for is gone. */
  readonly index: number;
  readonly pages: number;
  /** Lines before this page. */
  readonly before: number;
}

/** One page of the lines. */
export function pageOf(lines: readonly Line[], wanted: number): Page {
  const pages = Math.max(1, Math.ceil(lines.length / pageSize));
  const index = Math.min(Math.max(0, wanted), pages - 1);
  const before = index * pageSize;
  return { lines: lines.slice(before, before + pageSize), index, pages, before };
}
