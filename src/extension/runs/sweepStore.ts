import path from 'node:path';
import * as vscode from 'vscode';
import type { Sweep, SweepRequest } from '../../protocol/sweep';
import { leaveRequest, readSkipped, readSweep, sweepNames, sweepsFolder } from '../../runs/sweepFiles';
import { ownerOf, type Owner } from '../../runs/sweepOwner';
import { sweepStanding, type SweepStanding } from '../../runs/sweepStanding';
import { thisMachine } from '../../runs/thisMachine';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import type { Log } from '../log';
import { runsFolder, type RunStore } from './runStore';

/** A sweep of this workspace. */
export interface StoredSweep {
  readonly sweep: Sweep;
  /** Its own folder. */
  readonly directory: string;
  readonly folder: vscode.WorkspaceFolder;
  /** The experiment's file. */
  readonly experiment: vscode.Uri;
  /** The process that works on it; null where there is none. */
  readonly owner: Owner | null;
  /** Keys of the jobs that were taken out. */
  readonly skipped: ReadonlySet<string>;
}

/** The sweeps of all workspace folders, looked at whenever the runs are. */
export class SweepStore extends Disposable {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly refreshSoon = this.track(new Debounced(() => this.refresh(), 0));
  /** Plans never change; null for one that cannot be read. */
  private readonly plans = new Map<string, Sweep | null>();
  private stored: readonly StoredSweep[] = [];
  private fingerprint = '';

  constructor(
    private readonly runs: RunStore,
    private readonly log: Log,
  ) {
    super();
  }

  register(): void {
    this.track(this.runs.onDidLook(() => this.refreshSoon.trigger()));
  }

  /** Newest first. */
  get sweeps(): readonly StoredSweep[] {
    return this.stored;
  }

  find(id: string): StoredSweep | undefined {
    return this.stored.find(({ sweep }) => sweep.id === id);
  }

  standing({ sweep, skipped }: StoredSweep): SweepStanding {
    return sweepStanding(
      sweep,
      this.runs.ofSweep(sweep.id).map(({ run }) => run),
      skipped,
    );
  }

  /** Asks something of the process that works on a sweep. */
  async ask({ directory }: StoredSweep, request: SweepRequest): Promise<void> {
    await leaveRequest(directory, request);
  }

  async refresh(): Promise<void> {
    const found = await Promise.all(
      (vscode.workspace.workspaceFolders ?? []).map((folder) => this.sweepsOf(folder)),
    );
    const stored = found.flat().sort((a, b) => b.sweep.createdAt.localeCompare(a.sweep.createdAt));
    const fingerprint = JSON.stringify(
      stored.map(({ sweep, owner, skipped }) => [sweep.id, owner?.pid, skipped.size]),
    );
    if (fingerprint === this.fingerprint) return;
    this.fingerprint = fingerprint;
    this.stored = stored;
    this.changed.fire();
  }

  private async sweepsOf(folder: vscode.WorkspaceFolder): Promise<StoredSweep[]> {
    if (folder.uri.scheme !== 'file') return [];
    const sweeps = sweepsFolder(runsFolder(folder));
    const observer = thisMachine();
    const stored: StoredSweep[] = [];
    for (const name of await sweepNames(sweeps)) {
      const directory = path.join(sweeps, name);
      const sweep = await this.plan(directory);
      if (!sweep) continue;
      const experiment = vscode.Uri.joinPath(folder.uri, sweep.experiment.file);
      const [owner, skipped] = [await ownerOf(directory, observer), await readSkipped(directory)];
      stored.push({ sweep, directory, folder, experiment, owner, skipped });
    }
    return stored;
  }

  private async plan(directory: string): Promise<Sweep | null> {
    const known = this.plans.get(directory);
    if (known !== undefined) return known;
    const parsed = await readSweep(directory).catch((error: unknown) => ({ problem: String(error) }));
    // Its folder is made before its plan is written.
    if (!parsed) return null;
    const sweep = 'value' in parsed ? parsed.value : null;
    if ('problem' in parsed) this.log.warn(`The sweep ${directory} is left out: ${parsed.problem}`);
    this.plans.set(directory, sweep);
    return sweep;
  }
}
