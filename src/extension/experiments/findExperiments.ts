import * as vscode from 'vscode';

const glob = '**/*.experiment.{ts,mts,js,mjs}';

/** The workspace's experiment files, sorted by path. */
export async function findExperiments(token?: vscode.CancellationToken): Promise<vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(glob, '**/{node_modules,.metric-lab}/**', 1000, token);
  return files.sort((a, b) => a.path.localeCompare(b.path));
}

export function isExperiment(file: vscode.Uri): boolean {
  return /\.experiment\.m?[jt]s$/.test(file.path);
}
