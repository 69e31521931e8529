import os from 'node:os';
import * as vscode from 'vscode';
import { jobKey, jobOf } from '../../runs/sweepJobs';
import { UserError } from '../log';
import type { RunsTarget, RunTarget } from '../targets';
import type { RunningTasks } from './runningTasks';
import { experimentName } from './runsTree';
import type { RunStore, StoredRun } from './runStore';
import type { StoredSweep, SweepStore } from './sweepStore';

/** Something that goes on, by its name, and how it is stopped. */
interface Stoppable extends vscode.QuickPickItem {
  stop(): Promise<void> | void;
}

/** Stop, Stop All and Skip. What is stopped is always named; all of it stops with a checkpoint. */
export class StopCommands {
  /** Sweeps that were asked already: asked again they stop at once. */
  private readonly asked = new WeakSet<StoredSweep['sweep']>();

  constructor(
    private readonly running: RunningTasks,
    private readonly runs: RunStore,
    private readonly sweeps: SweepStore,
  ) {}

  /** Stops a run; without one it asks what is meant. Of a run in a sweep it asks whether the sweep is meant. */
  async stop(target?: RunTarget): Promise<void> {
    const stored = target && this.runs.find(target.runId);
    const choices = stored ? this.ofRun(stored) : this.everything();
    if (stored && choices.length === 1) return choices[0]!.stop();
    if (choices.length === 0) throw new UserError(vscode.l10n.t('Nothing runs.'));
    await (await vscode.window.showQuickPick(choices, { title: vscode.l10n.t('Stop') }))?.stop();
  }

  /** Stops what is chosen in the Runs view: runs, and whole sweeps. */
  async stopRuns(targets: readonly RunsTarget[]): Promise<void> {
    for (const { runIds, sweepId } of targets) {
      const sweep = sweepId === undefined ? undefined : this.sweeps.find(sweepId);
      if (sweep) await this.stopSweep(sweep);
      else for (const runId of runIds) await this.stop({ runId });
    }
  }

  async stopAll(): Promise<void> {
    for (const { stop } of this.everything()) await stop();
  }

  /** Takes runs out of their sweeps; asks which where none is chosen. */
  async skip(targets: readonly RunsTarget[]): Promise<void> {
    const chosen = targets.length > 0 ? targets : await this.pickJob();
    for (const { runIds, sweepId, jobKeys = [] } of chosen) {
      for (const runId of runIds) await this.skipRun(this.runs.find(runId));
      const sweep = sweepId === undefined ? undefined : this.sweeps.find(sweepId);
      if (sweep && jobKeys.length > 0) await this.sweeps.ask(sweep, { type: 'skip', jobs: jobKeys });
    }
  }

  private async skipRun(stored: StoredRun | undefined): Promise<void> {
    const sweep = stored && this.livingSweepOf(stored);
    if (!sweep) throw new UserError(vscode.l10n.t('Only a run of a sweep that goes on can be skipped.'));
    await this.sweeps.ask(sweep, { type: 'skip', jobs: [jobKey(jobOf(stored.run.record!))] });
  }

  private async pickJob(): Promise<readonly RunsTarget[]> {
    const items = this.sweeps.sweeps.flatMap((stored) => {
      const { sweep, owner } = stored;
      const open = this.sweeps
        .standing(stored)
        .jobs.filter(({ state }) => state === 'running' || state === 'queued');
      return (owner ? open : []).map(({ key, job, state }) => ({
        label: `${job.variant} · seed ${job.seed}${job.fold === undefined ? '' : ` · fold ${job.fold}`}`,
        description: state === 'running' ? vscode.l10n.t('running') : vscode.l10n.t('queued'),
        detail: sweep.id,
        target: { runIds: [], sweepId: sweep.id, jobKeys: [key] },
      }));
    });
    if (items.length === 0) throw new UserError(vscode.l10n.t('No sweep goes on.'));
    const options = { title: vscode.l10n.t('Skip Run'), canPickMany: true } as const;
    return ((await vscode.window.showQuickPick(items, options)) ?? []).map(({ target }) => target);
  }

  private ofRun(stored: StoredRun): Stoppable[] {
    const sweep = this.livingSweepOf(stored);
    const { variant, seed } = stored.row;
    const name = `${variant} · seed ${seed}`;
    if (sweep) {
      const label = vscode.l10n.t('Skip {0}: the sweep goes on without it', name);
      return [{ label, stop: () => this.skipRun(stored) }, this.ofSweep(sweep)];
    }
    const { start } = stored.run.history;
    const index = start?.host === os.hostname() ? this.indexOf(start.pid) : -1;
    if (index === -1) {
      throw new UserError(
        vscode.l10n.t(
          'This window did not start {0}: stop it with Ctrl-C in the terminal where it runs.',
          name,
        ),
      );
    }
    return [{ label: name, stop: () => this.running.stop(index) }];
  }

  private everything(): Stoppable[] {
    const living = this.sweeps.sweeps.filter(({ owner }) => owner !== null);
    const sweepPids = living.map(({ owner }) => owner?.pid);
    // A sweep's own task is asked like any other sweep.
    const tasks = this.running.all.flatMap(({ name, pid }, index): Stoppable[] =>
      pid !== null && sweepPids.includes(pid) ? [] : [{ label: name, stop: () => this.running.stop(index) }],
    );
    // The first to go moves the others up.
    return [...living.map((sweep) => this.ofSweep(sweep)), ...tasks.reverse()];
  }

  private ofSweep(stored: StoredSweep): Stoppable {
    const { sweep } = stored;
    const { jobs, toCome } = this.sweeps.standing(stored);
    const done = jobs.filter(({ state }) => state === 'done').length;
    const progress = vscode.l10n.t('{0} of {1} runs done', done, jobs.length + toCome);
    const label = vscode.l10n.t('Stop the sweep {0}', experimentName(sweep.experiment.file));
    return { label, description: progress, detail: sweep.id, stop: () => this.stopSweep(stored) };
  }

  private async stopSweep(stored: StoredSweep): Promise<void> {
    const { sweep, owner } = stored;
    if (!owner) throw new UserError(vscode.l10n.t('The sweep {0} does not run.', sweep.id));
    const index = this.indexOf(owner.pid);
    if (this.asked.has(sweep) && index !== -1) return this.running.stop(index);
    this.asked.add(sweep);
    await this.sweeps.ask(stored, { type: 'stop' });
  }

  private livingSweepOf({ run }: StoredRun): StoredSweep | undefined {
    const sweep = this.sweeps.find(run.record?.sweep?.id ?? '');
    return sweep?.owner ? sweep : undefined;
  }

  /** Of this window's tasks. */
  private indexOf(process: number): number {
    return this.running.all.findIndex(({ pid }) => pid === process);
  }
}
