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
  /** The experiment's file. */
  readonly experiment: vscode.Uri;
}

const debounceMilliseconds = 250;
/**
 * File events alone do not do: a process that was killed writes nothing, and on Linux a folder that has just been made is
 * not watched yet when its first files appear. So somebody looks while a run goes on, and a few times after each event.
 */
const lookAgainMilliseconds = 1000;
const looksAfterEvent = 5;

/** The run records of all workspace folders, kept up to date. */
export class RunStore extends Disposable {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly looked = this.track(new vscode.EventEmitter<void>());
  /** The records were looked at, whether or not anything was new. */
  readonly onDidLook = this.looked.event;
  private readonly refreshSoon = this.track(new Debounced(() => this.refresh(), debounceMilliseconds));
  private readonly lists = new Map<string, RunList>();
  private readonly unreadable = new Set<string>();
  private readonly standings = new Map<string, Standing>();
  private readonly curves = new Map<string, { at: string | null; curve: Curve }>();
  private stored: readonly StoredRun[] = [];
  private byPaper: ReadonlyMap<string, readonly StoredRun[]> = new Map();
  private byExperiment: ReadonlyMap<string, readonly StoredRun[]> = new Map();
  private bySweep: ReadonlyMap<string, readonly StoredRun[]> = new Map();
  private fingerprint = '';
  private lookAgain: NodeJS.Timeout | null = null;
  private looksLeft = 0;

  constructor(
    private readonly log: Log,
    /** True while a task trains: its run is about to appear. */
    private readonly isTraining: () => boolean,
  ) {
    super();
  }

  register(): void {
    const watcher = vscode.workspace.createFileSystemWatcher('**/.metric-lab/**');
    this.track(watcher);
    const trigger = () => {
      this.looksLeft = looksAfterEvent;
      this.refreshSoon.trigger();
    };
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

  ofPaper(paperId: string): readonly StoredRun[] {
    return this.byPaper.get(paperId) ?? [];
  }

  /** @param file URI of the experiment */
  ofExperiment(file: string): readonly StoredRun[] {
    return this.byExperiment.get(file) ?? [];
  }

  ofSweep(id: string): readonly StoredRun[] {
    return this.bySweep.get(id) ?? [];
  }

  standingOfPaper(paperId: string): Standing {
    const known = this.standings.get(paperId) ?? standing(this.ofPaper(paperId));
    this.standings.set(paperId, known);
    return known;
  }

  standingOfExperiment(file: string): Standing {
    return standing(this.ofExperiment(file));
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
    this.looksLeft = Math.max(0, this.looksLeft - 1);
    this.scheduleLook(
      this.looksLeft > 0 || this.isTraining() || stored.some(({ row }) => row.state === 'running'),
    );
    const fingerprint = JSON.stringify(
      stored.map(({ row, run }) => [row.id, row.state, run.history.at, row.test !== null]),
    );
    if (fingerprint !== this.fingerprint) this.announce(stored, fingerprint);
    this.looked.fire();
  }

  private announce(stored: readonly StoredRun[], fingerprint: string): void {
    this.fingerprint = fingerprint;
    this.stored = stored;
    this.byPaper = grouped(stored, ({ row }) => row.paper ?? '');
    this.bySweep = grouped(stored, ({ run }) => run.record?.sweep?.id ?? '');
    this.byExperiment = grouped(stored, ({ experiment }) => experiment.toString());
    this.standings.clear();
    this.changed.fire();
  }

  private async runsOf(folder: vscode.WorkspaceFolder): Promise<StoredRun[]> {
    if (folder.uri.scheme !== 'file') return [];
    const directory = runsFolder(folder);
    const list = this.lists.get(directory) ?? new RunList(directory);
    this.lists.set(directory, list);
    return (await list.refresh()).flatMap((run) => {
      const row = runRow(run);
      if (!row) this.warnOnce(run);
      return row ? [{ run, row, experiment: vscode.Uri.joinPath(folder.uri, row.experiment) }] : [];
    });
  }

  private warnOnce(run: Run): void {
    if (this.unreadable.has(run.folder)) return;
    this.unreadable.add(run.folder);
    this.log.warn(`The run ${run.folder} is left out: ${run.problems.join('; ')}`);
  }

  private scheduleLook(wanted: boolean): void {
    if (this.lookAgain) clearTimeout(this.lookAgain);
    this.lookAgain = wanted ? setTimeout(() => this.refreshSoon.trigger(), lookAgainMilliseconds) : null;
  }
}

/** Where the records of a workspace folder on disk stand. */
export const runsFolder = (folder: vscode.WorkspaceFolder): string =>
  path.join(folder.uri.fsPath, '.metric-lab', 'runs');

function standing(runs: readonly StoredRun[]): Standing {
  const claimed = runs[0]?.run.record?.experiment.claim?.better ?? null;
  return standingOf(
    runs.map(({ row }) => row),
    claimed,
  );
}

function grouped(
  runs: readonly StoredRun[],
  keyOf: (run: StoredRun) => string,
): ReadonlyMap<string, readonly StoredRun[]> {
  const groups = new Map<string, StoredRun[]>();
  for (const run of runs) {
    const key = keyOf(run);
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return groups;
}
