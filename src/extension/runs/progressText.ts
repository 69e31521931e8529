import { l10n } from 'vscode';
import { duration } from '../../protocol/duration';
import type { RunRow } from '../../protocol/results';
import { progressOf } from './standing';

type Steps = Pick<RunRow, 'step' | 'steps'>;

/** `62%` of all steps together; after the last one, what is still to do. */
export function progressText(rows: readonly Steps[]): string {
  const progress = progressOf(rows);
  return progress < 1 ? `${Math.floor(100 * progress)}%` : l10n.t('scoring');
}

/** `running 62%`, `scoring` */
export function runningText(rows: readonly Steps[]): string {
  const text = progressText(rows);
  return progressOf(rows) < 1 ? l10n.t('running {0}', text) : text;
}

/** `circle, seed 3: 62%, 36 s left` */
export function runProgressText(row: RunRow): string {
  const { variant, seed } = row;
  return l10n.t('{0}, seed {1}: {2}', variant, seed, timedProgressText(row).join(', '));
}

/** `62%`, and `36 s left` where that is known. */
export function timedProgressText(row: RunRow): string[] {
  const { secondsLeft } = row;
  const progress = progressText([row]);
  return secondsLeft === null || progressOf([row]) === 1
    ? [progress]
    : [progress, l10n.t('{0} left', duration(secondsLeft))];
}
