import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** Where the setting points: an absolute path, one from the home folder (`~/`), or one from the workspace folder. */
export function summaryLocation(setting: string): vscode.Uri | null {
  const value = setting.trim();
  if (value === '') return null;
  if (value.startsWith('~/')) return vscode.Uri.file(path.join(homedir(), value.slice(2)));
  if (path.isAbsolute(value)) return vscode.Uri.file(value);
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder ? vscode.Uri.joinPath(folder.uri, value) : null;
}

/** The setting's value for a file: relative inside the workspace folder, absolute elsewhere. */
export function summarySetting(file: vscode.Uri): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const inside =
    folder && vscode.workspace.getWorkspaceFolder(file)?.uri.toString() === folder.uri.toString();
  return inside ? path.posix.relative(folder.uri.path, file.path) : file.fsPath;
}
