import type { RunRow } from '../../protocol/results';
import { percent, plural } from './format';

/** What a screen reader should say after a snapshot: which runs began and which ended. Null for nothing new. */
export function announcement(before: readonly RunRow[], after: readonly RunRow[]): string | null {
  const known = new Map(before.map((row) => [row.id, row.state]));
  const changed = after.filter((row) => known.get(row.id) !== row.state);
  if (changed.length === 0) return null;
  if (changed.length > 3) return `${plural(changed.length, 'run')} changed.`;
  return changed.map(sentence).join(' ');
}

function sentence(row: RunRow): string {
  const recall = row.test?.['R@1'];
  const score = recall === undefined ? '' : `, R@1 ${percent(recall)}`;
  return `${row.variant}, seed ${row.seed}: ${row.state}${score}.`;
}
