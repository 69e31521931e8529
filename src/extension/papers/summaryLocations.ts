import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { readSetting, writeSetting } from '../settings';

/**
 * Where the summaries stand, each once, in their order: those of `metricLab.summaries`, after the one of `metricLab.summary`,
 * from the time when there could be but one.
 */
export function summaryLocations(): vscode.Uri[] {
  const listed = [readSetting('metricLab.summary'), ...readSetting('metricLab.summaries')];
  const found = listed.flatMap((value) => (typeof value === 'string' ? (location(value) ?? []) : []));
  return [...new Map(found.map((uri) => [uri.toString(), uri])).values()];
}

/** Shows these and no others. */
export async function writeSummaryLocations(files: readonly vscode.Uri[]): Promise<void> {
  await writeSetting('metricLab.summaries', [...new Set(files.map(asSetting))]);
  if (readSetting('metricLab.summary') !== '') await writeSetting('metricLab.summary', '');
}

/** An absolute path, one from the home folder (`~/`), or one from the workspace folder. */
function location(setting: string): vscode.Uri | null {
  const value = setting.trim();
  if (value === '') return null;
  if (value.startsWith('~/')) return vscode.Uri.file(path.join(homedir(), value.slice(2)));
  if (path.isAbsolute(value)) return vscode.Uri.file(value);
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder ? vscode.Uri.joinPath(folder.uri, value) : null;
}

/** Relative inside the workspace folder, absolute elsewhere. */
function asSetting(file: vscode.Uri): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const inside =
    folder && vscode.workspace.getWorkspaceFolder(file)?.uri.toString() === folder.uri.toString();
  return inside ? path.posix.relative(folder.uri.path, file.path) : file.fsPath;
}
