import { l10n } from 'vscode';
import { duration } from '../../protocol/duration';
import type { RunRow } from '../../protocol/results';
import { progressOf } from './standing';

/** `62%` of all steps together; 100% only at the end. */
export const progressText = (rows: readonly Pick<RunRow, 'step' | 'steps'>[]): string =>
  `${Math.floor(100 * progressOf(rows))}%`;

/** `circle, seed 3: 62%, 36 s left` */
export function runProgressText(row: RunRow): string {
  const { variant, seed, secondsLeft } = row;
  const done = progressText([row]);
  return secondsLeft === null
    ? l10n.t('{0}, seed {1}: {2}', variant, seed, done)
    : l10n.t('{0}, seed {1}: {2}, {3} left', variant, seed, done, duration(secondsLeft));
}
