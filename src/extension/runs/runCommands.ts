import * as vscode from 'vscode';
import type { ExperimentFiles } from '../experiments/experimentFiles';
import { findExperiments, isExperiment } from '../experiments/findExperiments';
import { UserError } from '../log';
import { isExperimentTarget, isPaperTarget } from '../targets';
import type { RunnableTarget, RunsTarget } from '../targets';
import type { Outlines } from '../editor/outlines';
import { askSweep } from './askSweep';
import type { RunStore } from './runStore';
import type { StoredSweep, SweepStore } from './sweepStore';
import type { TrainDefinition } from './taskDefinition';
import { inFolder } from './trainTasks';
import type { TrainTasks } from './trainTasks';

/** An experiment that is about to run. */
interface Started {
  readonly file: vscode.Uri;
  readonly folder: vscode.WorkspaceFolder;
}

/** Starts runs and sweeps, and goes on with them. */
export class RunCommands {
  constructor(
    private readonly tasks: TrainTasks,
    private readonly runs: RunStore,
    private readonly sweeps: SweepStore,
    private readonly experiments: ExperimentFiles,
    private readonly outlines: Outlines,
  ) {}

  async run(target?: RunnableTarget): Promise<void> {
    const started = await this.ready(target);
    if (!started) return;
    const { variant, seed } = isExperimentTarget(target) ? target : {};
    await this.start(started, {
      ...(variant !== undefined && { variant }),
      ...(seed !== undefined && { seed }),
    });
  }

  /** The first five seeds, in one task. */
  async runSeeds(target?: RunnableTarget): Promise<void> {
    const started = await this.ready(target);
    if (!started) return;
    const variant = isExperimentTarget(target) ? target.variant : undefined;
    await this.start(started, { sweep: { seeds: 5, ...(variant !== undefined && { variants: [variant] }) } });
  }

  /** Asks for variants, seeds, folds and the rest, step by step. */
  async runSweep(target?: RunnableTarget): Promise<void> {
    const started = await this.ready(target);
    if (!started) return;
    const sweep = await askSweep(this.outlines.of(await vscode.workspace.openTextDocument(started.file)));
    if (sweep) await this.start(started, { sweep });
  }

  /** Goes on with a sweep, or with a run that has not finished. */
  async goOn({ runIds, sweepId }: RunsTarget, retry = false): Promise<void> {
    const sweep = sweepId === undefined ? undefined : this.sweeps.find(sweepId);
    const stored = sweep ?? this.runs.find(runIds[0] ?? '');
    if (!stored) return;
    const started = await this.ready(stored.experiment);
    const resume = sweep?.sweep.id ?? runIds[0]!;
    if (started) await this.start(started, { resume, ...(sweep && { sweep: retry ? { retry } : {} }) });
  }

  /** Tries the failed runs of a sweep once more; asks which sweep where none is named. */
  async retryFailed(target?: RunsTarget): Promise<void> {
    const sweep = target?.sweepId === undefined ? await this.pickFailed() : this.sweeps.find(target.sweepId);
    if (!sweep) return;
    if (sweep.owner) await this.sweeps.ask(sweep, { type: 'retry' });
    else await this.goOn({ runIds: [], sweepId: sweep.sweep.id }, true);
  }

  private async pickFailed(): Promise<StoredSweep | undefined> {
    const items = this.sweeps.sweeps.flatMap((sweep) => {
      const failed = this.sweeps.standing(sweep).jobs.filter(({ state }) => state === 'failed').length;
      const description = vscode.l10n.t('{0} failed', failed);
      return failed > 0 ? [{ label: sweep.sweep.id, description, sweep }] : [];
    });
    if (items.length === 0) throw new UserError(vscode.l10n.t('No run of a sweep has failed.'));
    return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Retry Failed Runs') }))?.sweep;
  }

  /** The experiment that is meant, saved, in its folder on disk; undefined where the user gives it up. */
  private async ready(target: RunnableTarget | undefined): Promise<Started | undefined> {
    if (!vscode.workspace.isTrusted) {
      throw new UserError(vscode.l10n.t('Experiments are code: they run only in a trusted workspace.'));
    }
    const file = await this.fileOf(target);
    if (!file) return undefined;
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
    return open?.isDirty && !(await open.save()) ? undefined : { file, folder };
  }

  private async start({ file, folder }: Started, what: Omit<TrainDefinition, 'experiment'>): Promise<void> {
    await vscode.tasks.executeTask(this.tasks.task({ experiment: inFolder(folder, file), ...what }, folder));
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
