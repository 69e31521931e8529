import * as vscode from 'vscode';
import { Debounced } from '../debounce';
import { flags } from './paperSearch';

/** Asks for the words of a filter, and filters while they are typed. Escape brings the filter back that was before. */
export async function askFilter(before: string, apply: (filter: string) => void): Promise<void> {
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Filter Papers');
  input.prompt = vscode.l10n.t('Words of title, authors, venue, notes or tags; {0}', flags.join(' '));
  input.value = before;
  let applied = before;
  const applyNow = () => {
    if (input.value === applied) return;
    applied = input.value;
    apply(applied);
  };
  const soon = new Debounced(applyNow, 150);
  input.onDidChangeValue(() => soon.trigger());
  const accepted = await new Promise<boolean>((resolve) => {
    input.onDidAccept(() => resolve(true));
    input.onDidHide(() => resolve(false));
    input.show();
  });
  soon.dispose();
  if (accepted) applyNow();
  else if (applied !== before) apply(before);
  input.dispose();
}
