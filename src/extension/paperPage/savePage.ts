import * as vscode from 'vscode';
import { saveFile } from '../pages/saveFile';
import { printedPage } from './printedPage';

/** Asks for a file, writes the page there, and offers to open it where it can be printed. */
export async function savePage(
  extensionUri: vscode.Uri,
  { paperId, title }: { readonly paperId: string; readonly title: string },
  html: string,
): Promise<void> {
  const sheet = vscode.Uri.joinPath(extensionUri, 'dist', 'webview', 'paper.css');
  const style = new TextDecoder().decode(await vscode.workspace.fs.readFile(sheet));
  const file = await saveFile(
    { title: vscode.l10n.t('Save Page'), name: `${paperId}.html`, kind: 'HTML' },
    printedPage({ title, html, style }),
  );
  if (!file) return;
  const open = vscode.l10n.t('Open in Browser');
  const message = vscode.l10n.t('{0} can be printed by a browser.', vscode.workspace.asRelativePath(file));
  if ((await vscode.window.showInformationMessage(message, open)) === open)
    await vscode.env.openExternal(file);
}
