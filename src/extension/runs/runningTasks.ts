import * as vscode from 'vscode';
import type { ContextKeyWriter } from '../contextKeys';
import { Disposable } from '../disposable';
import { taskType } from '../ids';

interface Running {
  readonly execution: vscode.TaskExecution;
  /** Null for a task that runs since before this window's extensions were loaded. */
  pid: number | null;
  /** True after it was asked to stop gently. */
  stopping: boolean;
}

/** The training tasks that this window started and that still run. */
export class RunningTasks extends Disposable {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  /** A task has begun or ended. */
  readonly onDidChange = this.changed.event;
  private readonly running: Running[] = [];

  constructor(private readonly contextKeys: ContextKeyWriter) {
    super();
  }

  register(): void {
    for (const execution of vscode.tasks.taskExecutions) this.add(execution, null);
    this.track(
      vscode.tasks.onDidStartTaskProcess(({ execution, processId }) =>
        this.add(execution, processId ?? null),
      ),
    );
    this.track(
      vscode.tasks.onDidEndTask(({ execution }) => {
        const index = this.running.findIndex((one) => one.execution === execution);
        if (index === -1) return;
        this.running.splice(index, 1);
        this.announce();
      }),
    );
  }

  get all(): readonly { readonly name: string; readonly pid: number | null }[] {
    return this.running.map(({ execution, pid }) => ({ name: execution.task.name, pid }));
  }

  /**
   * Asks a task to stop with a checkpoint, as Ctrl-C in its terminal does; asked again, or where it cannot be asked, ends
   * it at once. The process is known to be the task's own: the editor named it.
   */
  stop(index: number): void {
    const task = this.running[index];
    if (!task) return;
    if (task.pid === null || task.stopping || process.platform === 'win32' || !interrupt(task.pid)) {
      task.execution.terminate();
    }
    task.stopping = true;
  }

  private add(execution: vscode.TaskExecution, pid: number | null): void {
    if (execution.task.definition.type !== taskType) return;
    const known = this.running.find((one) => one.execution === execution);
    if (known) known.pid = pid;
    else this.running.push({ execution, pid, stopping: false });
    this.announce();
  }

  private announce(): void {
    this.contextKeys.set('metricLab.running', this.running.length > 0);
    this.changed.fire();
  }
}

function interrupt(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGINT');
  } catch {
    return false;
  }
}
