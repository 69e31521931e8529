import * as vscode from 'vscode';
import { summaryLocations } from './summaryLocations';

/** Where the reader's marks, notes and experiments are kept: the workspace folder of the first summary that stands in one, else the first. */
export function homeFolder(): vscode.WorkspaceFolder | undefined {
  const [first] = summaryLocations().flatMap((file) => vscode.workspace.getWorkspaceFolder(file) ?? []);
  return first ?? vscode.workspace.workspaceFolders?.[0];
}
