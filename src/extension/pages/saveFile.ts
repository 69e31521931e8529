import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../log';

/**
 * Asks for a file, and writes it; an older one is replaced where the reader says so.
 * @param name as it is proposed, with its extension; `kind` is what the dialog calls such files
 * @returns the file; null where the reader thought better of it
 * @throws UserError where it cannot be written
 */
export async function saveFile(
  { title, name, kind }: { readonly title: string; readonly name: string; readonly kind: string },
  contents: string | Uint8Array,
): Promise<vscode.Uri | null> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = await vscode.window.showSaveDialog({
    title,
    filters: { [kind]: [path.extname(name).slice(1)] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
  });
  if (!file) return null;
  const bytes = typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
  try {
    await vscode.workspace.fs.writeFile(file, bytes);
  } catch (error) {
    throw new UserError(vscode.l10n.t('{0} could not be written: {1}', file.fsPath, String(error)));
  }
  return file;
}
