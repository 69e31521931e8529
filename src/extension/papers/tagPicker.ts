import * as vscode from 'vscode';
import { tidyTag } from './ownMarks';

/** Tags to add to papers, and tags to take from them. */
export interface TagChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/**
 * Lets the reader choose among tags, and type new ones.
 * @param inUse every tag that some paper has
 * @param common tags that all of the papers in question have: chosen at first
 * @returns undefined where the reader gives up
 */
export async function pickTags(
  inUse: readonly string[],
  common: readonly string[],
  title: string,
): Promise<TagChange | undefined> {
  const picker = vscode.window.createQuickPick();
  picker.title = title;
  picker.placeholder = vscode.l10n.t('Choose tags, or type a new one');
  picker.canSelectMany = true;
  const known = inUse.map((label): vscode.QuickPickItem => ({ label }));
  picker.items = known;
  picker.selectedItems = known.filter(({ label }) => common.includes(label));
  picker.onDidChangeValue((value) => {
    const fresh = tidyTag(value);
    const offered = fresh !== '' && !inUse.includes(fresh);
    const chosen = picker.selectedItems;
    const added = chosen.filter((item) => !known.includes(item));
    const typed = { label: fresh, description: vscode.l10n.t('new tag') };
    const items = [
      ...(offered && !added.some(({ label }) => label === fresh) ? [typed] : []),
      ...added,
      ...known,
    ];
    picker.items = items;
    picker.selectedItems = chosen;
  });
  try {
    const chosen = await new Promise<readonly string[] | undefined>((resolve) => {
      picker.onDidAccept(() => resolve(picker.selectedItems.map(({ label }) => label)));
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
    if (!chosen) return undefined;
    return {
      add: chosen.filter((tag) => !common.includes(tag)),
      remove: common.filter((tag) => !chosen.includes(tag)),
    };
  } finally {
    picker.dispose();
  }
}
