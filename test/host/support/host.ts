import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Extension } from '../../../src/extension/extension';

/** The project's own folder: the bundled tests stand in dist/test/host. */
export const root = path.resolve(__dirname, '../../..');

/** The extension's parts, once it is active. */
export async function activated(): Promise<Extension> {
  const extension = vscode.extensions.getExtension<Extension>('metric-lab.metric-lab');
  assert.ok(extension);
  return extension.activate();
}

export function workspaceFolder(): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return folder;
}

/** A file of the workspace, written. */
export async function workspaceFile(name: string, text: string): Promise<vscode.Uri> {
  const file = vscode.Uri.joinPath(workspaceFolder().uri, name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return file;
}

/** Asks again and again until there is an answer; fails with `what` after a minute. */
export async function until<T>(
  what: string,
  ask: () => T | null | undefined | false | PromiseLike<T | null | undefined | false>,
): Promise<T> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    await pause(50);
  }
  throw new Error(`${what}: not within a minute`);
}

/** Does something with a question of the editor answered by `answer` in the user's place. */
export async function answering(
  question: 'showInformationMessage' | 'showWarningMessage' | 'showQuickPick',
  answer: (...asked: readonly unknown[]) => unknown,
  action: () => PromiseLike<unknown>,
): Promise<void> {
  const own = vscode.window[question];
  Object.assign(vscode.window, { [question]: (...asked: unknown[]) => Promise.resolve(answer(...asked)) });
  try {
    await action();
  } finally {
    Object.assign(vscode.window, { [question]: own });
  }
}

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
