import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../log';
import type { Runner } from '../runner';

/** The release that the runner's TensorFlow.js is of. */
const tensorflowGpu = '@tensorflow/tfjs-node-gpu@4.22.0';

/** Doctor, and Install TensorFlow GPU: tasks in the terminal, where the user sees what they do. */
export class EngineCommands {
  constructor(private readonly runner: Runner) {}

  async doctor(): Promise<void> {
    const folder = trustedFolder();
    await vscode.tasks.executeTask(task(folder, 'Doctor', this.runner.execution(['doctor'], folder)));
  }

  /** Installs TensorFlow's package for NVIDIA's cards into a folder of the extension's own, for all workspaces, once the user has said so. */
  async installTensorFlowGpu(): Promise<void> {
    const folder = trustedFolder();
    const { tensorflowFolder: cwd } = this.runner;
    if (!(await confirmed(cwd))) return;
    await mkdir(cwd, { recursive: true });
    await createManifest(cwd);
    const npm = new vscode.ShellExecution('npm', ['install', tensorflowGpu, '--no-audit', '--no-fund'], {
      cwd,
    });
    const code = await run(task(folder, 'Install TensorFlow GPU', npm));
    if (code === undefined) return;
    if (code !== 0) {
      throw new UserError(
        vscode.l10n.t(
          "npm could not install TensorFlow GPU (code {0}): its terminal says why. The package downloads TensorFlow's library from outside of npm's registry, so it needs the open network.",
          code,
        ),
      );
    }
    const doctor = vscode.l10n.t('Doctor');
    const installed = vscode.l10n.t('TensorFlow GPU is installed. Doctor says whether it finds your card.');
    // The command is done: the message stays as long as the user likes.
    void vscode.window
      .showInformationMessage(installed, doctor)
      .then((chosen) => (chosen === doctor ? vscode.commands.executeCommand('metricLab.doctor') : undefined));
  }
}

/** Says what will be done, and whether the user wants it. */
async function confirmed(folder: string): Promise<boolean> {
  const install = vscode.l10n.t('Install');
  const detail = vscode.l10n.t(
    "npm installs {0} into {1}, for all workspaces. Its install script downloads TensorFlow's own library, which is large, from outside of npm's registry. It needs an NVIDIA card with CUDA 11 and cuDNN 8; without one nothing becomes faster.",
    tensorflowGpu,
    folder,
  );
  const question = vscode.l10n.t('Install TensorFlow GPU?');
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, install);
  return answer === install;
}

/** Without a manifest npm would look for a package in the folders above; one that is there stays. */
async function createManifest(folder: string): Promise<void> {
  try {
    await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** A workspace's own packages are code that an engine loads: only a trusted one is looked into. */
function trustedFolder(): vscode.WorkspaceFolder {
  if (!vscode.workspace.isTrusted) {
    throw new UserError(vscode.l10n.t('Engines are code: they are started only in a trusted workspace.'));
  }
  const active = vscode.window.activeTextEditor?.document.uri;
  const folder =
    (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
  if (folder?.uri.scheme === 'file') return folder;
  throw new UserError(vscode.l10n.t('Open a folder on disk first.'));
}

function task(
  folder: vscode.WorkspaceFolder,
  name: string,
  execution: vscode.ProcessExecution | vscode.ShellExecution,
): vscode.Task {
  const type = execution instanceof vscode.ProcessExecution ? 'process' : 'shell';
  const made = new vscode.Task({ type }, folder, name, 'Metric Lab', execution);
  made.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    clear: true,
  };
  return made;
}

/** Runs a task to its end. @returns its exit code; undefined where the user ended it */
async function run(task: vscode.Task): Promise<number | undefined> {
  const listeners: vscode.Disposable[] = [];
  try {
    const ended = new Promise<number | undefined>((resolve) => {
      const isIt = (one: vscode.TaskExecution) =>
        one.task.name === task.name && one.task.source === task.source;
      listeners.push(
        vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
          if (isIt(execution)) resolve(exitCode);
        }),
        vscode.tasks.onDidEndTask(({ execution }) => {
          // Where there was no process, as when no terminal could be opened.
          if (isIt(execution)) resolve(undefined);
        }),
      );
    });
    await vscode.tasks.executeTask(task);
    return await ended;
  } finally {
    for (const listener of listeners) listener.dispose();
  }
}
