import { l10n } from 'vscode';
import type { ReadingStatus } from '../../protocol/marks';

/** Heads the papers of a status. */
export function statusTitle(status: ReadingStatus): string {
  const titles: Readonly<Record<ReadingStatus, string>> = {
    'to read': l10n.t('To Read'),
    reading: l10n.t('Reading'),
    read: l10n.t('Read'),
  };
  return titles[status];
}

/** Stands beside one paper, among other words. */
export function statusText(status: ReadingStatus): string {
  return statusTitle(status).toLocaleLowerCase();
}
