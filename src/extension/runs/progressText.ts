import type { RunRow } from '../../protocol/results';
import { progressOf } from './standing';

/** `62%` of all steps together; 100% only at the end. */
export const progressText = (rows: readonly Pick<RunRow, 'step' | 'steps'>[]): string =>
  `${Math.floor(100 * progressOf(rows))}%`;

/** `circle, seed 3: 62%, 36 s left` */
export function runProgressText(row: RunRow): string {
  const left = row.secondsLeft === null ? '' : `, ${durationText(row.secondsLeft)} left`;
  return `${row.variant}, seed ${row.seed}: ${progressText([row])}${left}`;
}

/** `36 s`, `4 min`, `1 h 20 min` */
function durationText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return `${Math.round(seconds)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
