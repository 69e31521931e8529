import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { findExperiments } from '../experiments/findExperiments';
import { taskType } from '../ids';
import { UserError } from '../log';
import type { Log } from '../log';
import type { Runner } from '../runner';
import { parseDefinition, taskName, trainArguments } from './taskDefinition';
import type { TrainDefinition } from './taskDefinition';

/** Offers a task for each experiment of the workspace, and fills in those of tasks.json. */
export class TrainTasks extends Disposable implements vscode.TaskProvider {
  constructor(
    private readonly runner: Runner,
    private readonly log: Log,
  ) {
    super();
  }

  register(): void {
    this.track(vscode.tasks.registerTaskProvider(taskType, this));
  }

  async provideTasks(token: vscode.CancellationToken): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const files = await findExperiments(token);
    return files.flatMap((file) => {
      const folder = vscode.workspace.getWorkspaceFolder(file);
      return folder ? [this.task({ experiment: inFolder(folder, file) }, folder)] : [];
    });
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const definition = parseDefinition(task.definition);
    if ('problem' in definition) {
      this.log.report(new UserError(`tasks.json: ${definition.problem}.`), 'resolve task');
      return undefined;
    }
    const folder = folderOf(task.scope);
    // The editor wants its own definition object back, to know the task again.
    return folder && this.task(definition, folder, task.definition);
  }

  /** The task that trains; it runs in the integrated terminal under the editor's own Node. */
  task(
    definition: TrainDefinition,
    folder: vscode.WorkspaceFolder,
    identity: vscode.TaskDefinition = { type: taskType, ...definition },
  ): vscode.Task {
    const task = new vscode.Task(
      identity,
      folder,
      taskName(definition),
      'Metric Lab',
      this.runner.execution(trainArguments(definition), folder),
      '$metric-lab',
    );
    task.group = vscode.TaskGroup.Test;
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      panel: vscode.TaskPanelKind.Dedicated,
      clear: true,
    };
    return task;
  }
}

/** A file's path from its folder, with forward slashes. */
export function inFolder(folder: vscode.WorkspaceFolder, file: vscode.Uri): string {
  return file.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
}

function folderOf(scope: vscode.Task['scope']): vscode.WorkspaceFolder | undefined {
  return typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
}
