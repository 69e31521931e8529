import path from 'node:path';
import * as vscode from 'vscode';
import { readEvents } from '../../runs/reader';
import type { Run } from '../../runs/reader';
import { RunList } from '../../runs/runList';
import type { Curve, RunRow } from '../../protocol/results';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import type { Log } from '../log';
import { curveOf } from './curve';
import { runRow } from './runRow';
import { standingOf } from './standing';
import type { Standing } from './standing';

/** A run of this workspace. */
export interface StoredRun {
  readonly run: Run;
  readonly row: RunRow;
  readonly folder: vscode.WorkspaceFolder;
}

const debounceMilliseconds = 250;
/** A process that was killed writes nothing: while a run goes on, somebody has to look. */
const lookAgainMilliseconds = 5000;

/** The run records of all workspace folders, kept up to date. */
export class RunStore extends Disposable {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly refreshSoon = this.track(new Debounced(() => this.refresh(), debounceMilliseconds));
  private readonly lists = new Map<string, RunList>();
  private readonly unreadable = new Set<string>();
  private readonly standings = new Map<string, Standing>();
  private readonly curves = new Map<string, { at: string | null; curve: Curve }>();
  private stored: readonly StoredRun[] = [];
  private fingerprint = '';
  private lookAgain: NodeJS.Timeout | null = null;

  constructor(private readonly log: Log) {
    super();
  }

  register(): void {
    const watcher = vscode.workspace.createFileSystemWatcher('**/.metric-lab/runs/*/*.{json,jsonl}');
    this.track(watcher);
    const trigger = () => this.refreshSoon.trigger();
    this.track(watcher.onDidChange(trigger));
    this.track(watcher.onDidCreate(trigger));
    this.track(watcher.onDidDelete(trigger));
    this.track(vscode.workspace.onDidChangeWorkspaceFolders(trigger));
    this.track({ dispose: () => this.lookAgain && clearTimeout(this.lookAgain) });
    trigger();
  }

  /** Newest first. */
  get runs(): readonly StoredRun[] {
    return this.stored;
  }

  rowsOfPaper(paperId: string): RunRow[] {
    return this.stored.filter(({ row }) => row.paper === paperId).map(({ row }) => row);
  }

  rowsOfExperiment(file: vscode.Uri): RunRow[] {
    return this.stored
      .filter((run) => experimentUri(run).toString() === file.toString())
      .map(({ row }) => row);
  }

  standingOfPaper(paperId: string): Standing {
    const known = this.standings.get(paperId) ?? standingOf(this.rowsOfPaper(paperId));
    this.standings.set(paperId, known);
    return known;
  }

  find(runId: string): StoredRun | undefined {
    return this.stored.find(({ row }) => row.id === runId);
  }

  /** The course of a run, read again only after something was written. */
  async curve({ run }: StoredRun): Promise<Curve> {
    const known = this.curves.get(run.folder);
    if (known && known.at === run.history.at) return known.curve;
    const curve = curveOf(run.id, (await readEvents(run.folder)).events);
    this.curves.set(run.folder, { at: run.history.at, curve });
    return curve;
  }

  /** Looks at the records now; announces what is new. */
  async refresh(): Promise<void> {
    const found = await Promise.all(
      (vscode.workspace.workspaceFolders ?? []).map((folder) => this.runsOf(folder)),
    );
    const stored = found.flat().sort((a, b) => b.row.createdAt.localeCompare(a.row.createdAt));
    this.scheduleLook(stored.some(({ row }) => row.state === 'running'));
    const fingerprint = JSON.stringify(
      stored.map(({ row, run }) => [row.id, row.state, run.history.at, row.test !== null]),
    );
    if (fingerprint === this.fingerprint) return;
    this.fingerprint = fingerprint;
    this.stored = stored;
    this.standings.clear();
    this.changed.fire();
  }

  private async runsOf(folder: vscode.WorkspaceFolder): Promise<StoredRun[]> {
    if (folder.uri.scheme !== 'file') return [];
    const directory = path.join(folder.uri.fsPath, '.metric-lab', 'runs');
    const list = this.lists.get(directory) ?? new RunList(directory);
    this.lists.set(directory, list);
    return (await list.refresh()).flatMap((run) => {
      const row = runRow(run);
      if (!row) this.warnOnce(run);
      return row ? [{ run, row, folder }] : [];
    });
  }

  private warnOnce(run: Run): void {
    if (this.unreadable.has(run.folder)) return;
    this.unreadable.add(run.folder);
    this.log.warn(`The run ${run.folder} is left out: ${run.problems.join('; ')}`);
  }

  private scheduleLook(running: boolean): void {
    if (this.lookAgain) clearTimeout(this.lookAgain);
    this.lookAgain = running ? setTimeout(() => this.refreshSoon.trigger(), lookAgainMilliseconds) : null;
  }
}

/** The experiment's file of a run. */
export function experimentUri({ folder, row }: StoredRun): vscode.Uri {
  return vscode.Uri.joinPath(folder.uri, row.experiment);
}
