import os from 'node:os';
import * as vscode from 'vscode';
import type { ExperimentFiles } from '../experiments/experimentFiles';
import { findExperiments, isExperiment } from '../experiments/findExperiments';
import { UserError } from '../log';
import { isExperimentTarget, isPaperTarget } from '../targets';
import type { RunnableTarget, RunTarget } from '../targets';
import type { RunningTasks } from './runningTasks';
import type { RunStore } from './runStore';
import { inFolder } from './trainTasks';
import type { TrainTasks } from './trainTasks';

/** Run Experiment and Stop. */
export class RunCommands {
  constructor(
    private readonly tasks: TrainTasks,
    private readonly running: RunningTasks,
    private readonly runs: RunStore,
    private readonly experiments: ExperimentFiles,
  ) {}

  async run(target?: RunnableTarget): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      throw new UserError(vscode.l10n.t('Experiments are code: they run only in a trusted workspace.'));
    }
    const file = await this.fileOf(target);
    if (!file) return;
    const folder = vscode.workspace.getWorkspaceFolder(file);
    if (!folder || folder.uri.scheme !== 'file') {
      throw new UserError(
        vscode.l10n.t(
          '{0} does not stand in a workspace folder on disk: open its folder, then run it.',
          file.path,
        ),
      );
    }
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
    // Where it cannot be saved the editor itself says why.
    if (open?.isDirty && !(await open.save())) return;
    const { variant, seed } = isExperimentTarget(target) ? target : {};
    await vscode.tasks.executeTask(
      this.tasks.task(
        {
          experiment: inFolder(folder, file),
          ...(variant !== undefined && { variant }),
          ...(seed !== undefined && { seed }),
        },
        folder,
      ),
    );
  }

  /** Stops one run of this window's tasks; asks which where there are several. */
  async stop(target?: RunTarget): Promise<void> {
    const tasks = this.running.all;
    if (target) {
      const start = this.runs.find(target.runId)?.run.history.start;
      const index = tasks.findIndex(
        ({ pid }) => pid !== null && pid === start?.pid && start.host === os.hostname(),
      );
      if (index === -1) {
        throw new UserError(
          vscode.l10n.t(
            'This window did not start that run: stop it with Ctrl-C in the terminal where it runs.',
          ),
        );
      }
      this.running.stop(index);
      return;
    }
    if (tasks.length <= 1) {
      this.running.stop(0);
      return;
    }
    const items = tasks.map(({ name }, index) => ({ label: name, index }));
    const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Stop') });
    if (chosen) this.running.stop(chosen.index);
  }

  /** The experiment that is meant: the target's, the active editor's, or one that the user picks. */
  async fileOf(target?: RunnableTarget): Promise<vscode.Uri | undefined> {
    if (target instanceof vscode.Uri) return target;
    if (isExperimentTarget(target)) return vscode.Uri.parse(target.experiment, true);
    if (isPaperTarget(target)) return this.experiments.forPaper(target.paperId);
    const active = vscode.window.activeTextEditor?.document;
    if (
      active &&
      (isExperiment(active.uri) || /^export default defineExperiment\(/m.test(active.getText()))
    ) {
      return active.uri;
    }
    return pickExperiment();
  }
}

async function pickExperiment(): Promise<vscode.Uri | undefined> {
  const files = await findExperiments();
  if (files.length === 0) {
    throw new UserError(
      vscode.l10n.t(
        'This workspace has no experiment yet: make one with "Metric Lab: New Experiment from Paper…".',
      ),
    );
  }
  if (files.length === 1) return files[0];
  const items = files.map((file) => ({ label: vscode.workspace.asRelativePath(file), file }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Experiment') }))?.file;
}
