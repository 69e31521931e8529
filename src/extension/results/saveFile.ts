import * as vscode from 'vscode';
import type { SavedKind } from '../../protocol/results';

/** Asks where to, and writes the file there; nothing where the reader thinks better of it. */
export async function saveFile(kind: SavedKind, name: string, text: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `${name}.${kind}`) }),
    filters: { [kind.toUpperCase()]: [kind] },
  });
  if (!target) return;
  const bytes = kind === 'png' ? Buffer.from(text, 'base64') : new TextEncoder().encode(text);
  await vscode.workspace.fs.writeFile(target, bytes);
}
