import type { RunRow } from '../../protocol/results';
import type { Group } from './groups';

/**
 * The run that a key stands for: itself, or of a group the first that is scored.
 * @param key of a run or a group; null where nothing is chosen
 */
export function runOf(groups: readonly Group[], key: string | null): RunRow | null {
  if (key === null) return null;
  for (const group of groups) {
    const row = group.key === key ? firstOf(group) : group.rows.find(({ id }) => id === key);
    if (row) return row;
  }
  return null;
}

/** The run that is shown while none is chosen: of the table's first variant that is scored. */
export function firstRun(groups: readonly Group[]): RunRow | null {
  const group = groups.find(({ scored }) => scored.length > 0) ?? groups[0];
  return group ? (firstOf(group) ?? null) : null;
}

function firstOf({ scored, rows }: Group): RunRow | undefined {
  return scored[0] ?? rows[0];
}
