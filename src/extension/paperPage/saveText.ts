import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../log';

/**
 * Asks for a file, and writes the text there; an older file is replaced where the reader says so.
 * @param name as it is proposed, with its extension; `kind` is what the dialog calls such files
 * @returns the file; null where the reader thought better of it
 */
export async function saveText(
  { title, name, kind }: { readonly title: string; readonly name: string; readonly kind: string },
  text: string,
): Promise<vscode.Uri | null> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = await vscode.window.showSaveDialog({
    title,
    filters: { [kind]: [path.extname(name).slice(1)] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
  });
  if (!file) return null;
  try {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  } catch (error) {
    throw new UserError(vscode.l10n.t('{0} could not be written: {1}', file.fsPath, String(error)));
  }
  return file;
}
