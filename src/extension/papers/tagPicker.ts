import * as vscode from 'vscode';
import { typedTags } from './ownMarks';

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
  picker.placeholder = vscode.l10n.t('Choose tags, or type new ones, with commas between');
  picker.canSelectMany = true;
  const known = inUse.map((label): vscode.QuickPickItem => ({ label }));
  picker.items = known;
  picker.selectedItems = known.filter(({ label }) => common.includes(label));
  let chosenBefore = picker.selectedItems;
  picker.onDidChangeValue((value) => {
    const chosen = (chosenBefore = picker.selectedItems);
    const added = chosen.filter((item) => !known.includes(item));
    const taken = [...inUse, ...added.map(({ label }) => label)];
    const typed = typedTags(value).filter((tag) => !taken.includes(tag));
    const description = vscode.l10n.t('new tag');
    // What is typed with commas is like none of its parts.
    picker.items = [
      ...typed.map((label): vscode.QuickPickItem => ({ label, description, alwaysShow: true })),
      ...added,
      ...known,
    ];
    picker.selectedItems = chosen;
  });
  const accepted = () => {
    const labels = picker.selectedItems.map(({ label }) => label);
    // Where nothing was ticked since, what is typed is meant itself.
    return picker.selectedItems.length === chosenBefore.length
      ? [...labels, ...typedTags(picker.value)]
      : labels;
  };
  try {
    const chosen = await new Promise<readonly string[] | undefined>((resolve) => {
      picker.onDidAccept(() => resolve(accepted()));
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
