import type { RunRow } from '../../protocol/results';
import type { Column } from './columns';
import type { Group } from './groups';
import { sortBy, type Sort } from './sorting';

/** A line of the runs' table: the mean over several runs, or a run. */
export type Line =
  | { readonly kind: 'group'; readonly key: string; readonly group: Group; readonly open: boolean }
  | { readonly kind: 'run'; readonly key: string; readonly group: Group; readonly row: RunRow };

/**
 * The groups in the order of the table. By score, what was chosen on test stands behind all that was not.
 * @param baseline key of the group that stands first, since the others are held against it
 */
export function orderGroups(
  groups: readonly Group[],
  columns: readonly Column[],
  sort: Sort | null,
  baseline: string | null,
): readonly Group[] {
  const by = sort && columns.find((column) => column.id === sort.column);
  const sorted = by && sort ? sortBy(groups, by.ofGroup, sort.descending) : groups;
  const fair = by && by.metric === null ? sorted : lastIf(sorted, (group) => group.oracle);
  return lastIf(fair, (group) => group.key !== baseline);
}

/**
 * The lines of groups in order: each group of several runs as a line of its own, its runs below it where it is open.
 * @param open keys of the groups whose runs are unfolded
 */
export function linesOf(
  groups: readonly Group[],
  columns: readonly Column[],
  sort: Sort | null,
  open: readonly string[],
): Line[] {
  const by = sort && columns.find((column) => column.id === sort.column);
  const unfolded = new Set(open);
  return groups.flatMap((group) => {
    const runs = () => {
      const rows = by && sort ? sortBy(group.rows, by.ofRun, sort.descending) : group.rows;
      return rows.map((row): Line => ({ kind: 'run', key: row.id, group, row }));
    };
    if (group.rows.length < 2) return runs();
    const isOpen = unfolded.has(group.key);
    return [{ kind: 'group', key: group.key, group, open: isOpen } as const, ...(isOpen ? runs() : [])];
  });
}

function lastIf<T>(items: readonly T[], isLast: (item: T) => boolean): readonly T[] {
  return [...items.filter((item) => !isLast(item)), ...items.filter(isLast)];
}
