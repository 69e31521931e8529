import * as vscode from 'vscode';
import { groupings, sortings } from './arrangement';
import type { Grouping, Sorting } from './arrangement';
import type { ArrangementStore } from './arrangementStore';

/** Asks how the Papers view is grouped. */
export async function askGrouping(arrangement: ArrangementStore): Promise<void> {
  const names: Readonly<Record<Grouping, string>> = {
    section: vscode.l10n.t('Section'),
    year: vscode.l10n.t('Year'),
    venue: vscode.l10n.t('Venue'),
    kind: vscode.l10n.t('Kind'),
    mark: vscode.l10n.t('Mark'),
    status: vscode.l10n.t('Status'),
    tag: vscode.l10n.t('Tag'),
  };
  const title = vscode.l10n.t('Group Papers By');
  const grouping = await ask(groupings, names, arrangement.current.grouping, title);
  if (grouping) arrangement.change({ grouping });
}

/** Asks how the papers of a group are sorted. */
export async function askSorting(arrangement: ArrangementStore): Promise<void> {
  const names: Readonly<Record<Sorting, string>> = {
    document: vscode.l10n.t('Order of the Document'),
    title: vscode.l10n.t('Title'),
    year: vscode.l10n.t('Year'),
    result: vscode.l10n.t('Best Result'),
  };
  const title = vscode.l10n.t('Sort Papers By');
  const sorting = await ask(sortings, names, arrangement.current.sorting, title);
  if (sorting) arrangement.change({ sorting });
}

async function ask<T extends string>(
  values: readonly T[],
  names: Readonly<Record<T, string>>,
  current: T,
  title: string,
): Promise<T | undefined> {
  const items = values.map((value) => ({
    label: names[value],
    description: value === current ? vscode.l10n.t('now') : '',
    value,
  }));
  return (await vscode.window.showQuickPick(items, { title }))?.value;
}
