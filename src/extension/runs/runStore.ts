import path from 'node:path';
import * as vscode from 'vscode';
import { readEvents } from '../../runs/reader';
import type { Run } from '../../runs/reader';
import { mapInTurns } from '../../runs/inTurns';
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
  private readonly known = new WeakMap<Run, StoredRun>();
  private readonly experiments = new Map<string, vscode.Uri>();
  private readonly unreadable = new Set<string>();
  private readonly standings = new Map<string, Standing>();
  private readonly curves = new Map<string, { at: string | null; curve: Curve }>();
  private stored: readonly StoredRun[] = [];
  private byPaper: ReadonlyMap<string, readonly StoredRun[]> = new Map();
  private byExperiment: ReadonlyMap<string, readonly StoredRun[]> = new Map();
  private byId: ReadonlyMap<string, StoredRun> = new Map();
  private bySweep: ReadonlyMap<string, readonly StoredRun[]> = new Map();
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
    const lookAt = (file: vscode.Uri) => {
      this.touch(file.fsPath);
      trigger();
    };
    this.track(watcher.onDidChange(lookAt));
    this.track(watcher.onDidCreate(lookAt));
    this.track(watcher.onDidDelete(lookAt));
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
    const known = this.standings.get(paperId) ?? standingOf(this.ofPaper(paperId));
    this.standings.set(paperId, known);
    return known;
  }

  find(runId: string): StoredRun | undefined {
    return this.byId.get(runId);
  }

  /** The course of a run, read again only after something was written. */
  async curve({ run }: StoredRun): Promise<Curve> {
    const known = this.curves.get(run.folder);
    if (known && known.at === run.history.at) return known.curve;
    const curve = curveOf(run.id, (await readEvents(run.folder)).events);
    this.curves.set(run.folder, { at: run.history.at, curve });
    return curve;
  }

  /** The course of a run as it was last read, which may be a while ago; null before. */
  lastCurve({ run }: StoredRun): { readonly curve: Curve; readonly isCurrent: boolean } | null {
    const known = this.curves.get(run.folder);
    return known ? { curve: known.curve, isCurrent: known.at === run.history.at } : null;
  }

  /** Looks at the records now; announces what is new. */
  async refresh(): Promise<void> {
    const found = await Promise.all(
      (vscode.workspace.workspaceFolders ?? []).map((folder) => this.runsOf(folder)),
    );
    // Those of one folder are in order already.
    const stored = found.length === 1 ? found[0]! : found.flat().sort(newestFirst);
    this.looksLeft = Math.max(0, this.looksLeft - 1);
    this.scheduleLook(
      this.looksLeft > 0 || this.isTraining() || stored.some(({ row }) => row.state === 'running'),
    );
    if (!isSame(stored, this.stored)) this.announce(stored);
    this.looked.fire();
  }

  private announce(stored: readonly StoredRun[]): void {
    this.stored = stored;
    this.byId = new Map(stored.map((one) => [one.row.id, one]));
    this.byPaper = grouped(stored, ({ row }) => row.paper ?? '');
    this.bySweep = grouped(stored, ({ run }) => run.record?.sweep?.id ?? '');
    this.byExperiment = grouped(stored, ({ experiment }) => experiment.toString());
    this.standings.clear();
    this.changed.fire();
  }

  private async runsOf(folder: vscode.WorkspaceFolder): Promise<StoredRun[]> {
    if (folder.uri.scheme !== 'file') return [];
    const directory = runsFolder(folder);
    const index = path.join(path.dirname(directory), 'index.jsonl');
    const list = this.lists.get(directory) ?? new RunList(directory, { index });
    this.lists.set(directory, list);
    const stored = await mapInTurns(await list.refresh(), (run) => this.storedOf(run, folder));
    return stored.filter((one) => one !== null);
  }

  /** The same object for the same look at a run; null where its record cannot be understood. */
  private storedOf(run: Run, folder: vscode.WorkspaceFolder): StoredRun | null {
    const known = this.known.get(run);
    if (known) return known;
    const row = runRow(run);
    if (!row) {
      this.warnOnce(run);
      return null;
    }
    const experiment = this.experimentOf(folder, row.experiment);
    const stored = { run, row, experiment };
    this.known.set(run, stored);
    return stored;
  }

  /** One address for all runs of an experiment. */
  private experimentOf(folder: vscode.WorkspaceFolder, file: string): vscode.Uri {
    const key = `${folder.uri.toString()}\n${file}`;
    const known = this.experiments.get(key) ?? vscode.Uri.joinPath(folder.uri, file);
    this.experiments.set(key, known);
    return known;
  }

  /** Has the next look read a run whose folder holds this file. */
  private touch(file: string): void {
    for (const [directory, list] of this.lists) {
      const [name] = path.relative(directory, file).split(path.sep);
      if (name && name !== '..') list.touch(name);
    }
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

const newestFirst = ({ row: a }: StoredRun, { row: b }: StoredRun) =>
  Number(b.createdAt > a.createdAt) - Number(b.createdAt < a.createdAt);

/** A run in which nothing is new is the same object. */
const isSame = (a: readonly StoredRun[], b: readonly StoredRun[]) =>
  a.length === b.length && a.every((stored, at) => stored === b[at]);

/** Where the records of a workspace folder on disk stand. */
export const runsFolder = (folder: vscode.WorkspaceFolder): string =>
  path.join(folder.uri.fsPath, '.metric-lab', 'runs');

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
