import * as vscode from 'vscode';
import type { TableFormat } from '../../protocol/paperPage';
import { UserError } from '../log';

const extensions: Readonly<Record<TableFormat, string>> = { markdown: 'md', latex: 'tex' };

/** Asks for a file, and writes the table there; an older file is replaced where the reader says so. */
export async function saveTable(paperId: string, format: TableFormat, text: string): Promise<void> {
  const extension = extensions[format];
  const name = `${paperId}.${extension}`;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Table'),
    filters: { [format === 'latex' ? 'LaTeX' : 'Markdown']: [extension] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
  });
  if (!file) return;
  try {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  } catch (error) {
    throw new UserError(vscode.l10n.t('{0} could not be written: {1}', file.fsPath, String(error)));
  }
  await vscode.window.showTextDocument(file);
}
