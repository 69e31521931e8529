import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Common } from './common';
import { mapInTurns } from './inTurns';
import { RunReader, type Run } from './reader';
import { readIndex, writeIndex, type Indexed } from './runIndex';
import type { Observer } from './state';
import { thisMachine } from './thisMachine';

/** Runs looked at together: enough to keep the disk busy, few enough for what they hold to be read in one turn. */
const together = 32;
/** Milliseconds that the others wait for a run on a slow disk; it is shown once it is read. */
const patience = 2000;
/** Runs that are over and that a look looks at all the same, in turn. */
const inTurn = 200;
/** So many runs that no index has are worth writing one. */
const worthWriting = 100;

/** What differs from place to place. */
export interface RunListOptions {
  /** Where what was read is kept for the next start: a cache, which can be deleted. Undefined: nowhere. */
  readonly index?: string;
  readonly patience?: number;
}

/** The runs of one folder. Each refresh reads only what is new, so that thousands of old runs cost next to nothing. */
export class RunList {
  private readers = new Map<string, RunReader>();
  private refreshing: Promise<unknown> = Promise.resolve();
  private readonly found = new WeakMap<RunReader, Run>();
  /** Looks that take long. */
  private readonly late = new WeakMap<RunReader, Promise<void>>();
  /** Folders that somebody has seen a change in. */
  private readonly touched = new Set<string>();
  private turn = 0;
  /** What an earlier process has read; null before the first look. */
  private indexed: Map<string, Indexed> | null = null;
  private unindexed = 0;
  private readonly common = new Common();

  /** @param folder `.metric-lab/runs` of a workspace; it may be missing */
  constructor(
    readonly folder: string,
    private readonly options: RunListOptions = {},
  ) {}

  /** Newest first. */
  refresh(): Promise<readonly Run[]> {
    const refreshed = this.refreshing.then(() => this.look());
    // Nobody waits for the index but the next refresh.
    this.refreshing = refreshed.then(() => this.keepIndex()).catch(() => undefined);
    return refreshed;
  }

  /** Has the next refresh look at a run, even if it is over. @param name its folder's */
  touch(name: string): void {
    this.touched.add(name);
  }

  private async look(): Promise<readonly Run[]> {
    this.indexed ??=
      this.options.index === undefined ? new Map() : await readIndex(this.options.index, this.common);
    const names = await folderNames(this.folder);
    this.readers = new Map(await mapInTurns(names, (name) => [name, this.readerOf(name)] as const));
    const observer = thisMachine();
    const readers = this.toLookAt();
    this.touched.clear();
    for (let at = 0; at < readers.length; at += together) {
      await this.lookAtSome(readers.slice(at, at + together), observer);
    }
    await nextTurn();
    const runs = [...this.readers.values()].flatMap((reader) => this.found.get(reader) ?? []);
    return runs.sort(newestFirst);
  }

  private readerOf(name: string): RunReader {
    return this.readers.get(name) ?? new RunReader(this.folder + path.sep + name, this.common);
  }

  /** All that goes on, is new or was touched, and some of those that are over. */
  private toLookAt(): RunReader[] {
    const all = [...this.readers];
    const over = all.filter(([, reader]) => reader.isOver);
    const turn = new Set(over.slice(this.turn, this.turn + inTurn).map(([name]) => name));
    this.turn = this.turn + inTurn < over.length ? this.turn + inTurn : 0;
    return all.flatMap(([name, reader]) =>
      !reader.isOver || turn.has(name) || this.touched.has(name) ? [reader] : [],
    );
  }

  private async lookAtSome(readers: readonly RunReader[], observer: Observer): Promise<void> {
    const waiting = new AbortController();
    const { signal } = waiting;
    const looks = Promise.all(
      readers.map((reader) => this.late.get(reader) ?? this.lookAt(reader, observer)),
    );
    const enough = sleep(this.options.patience ?? patience, undefined, { signal, ref: false });
    await Promise.race([looks, enough.catch(() => undefined)]);
    waiting.abort();
  }

  private lookAt(reader: RunReader, observer: Observer): Promise<void> {
    const look = this.readOne(reader, observer).finally(() => this.late.delete(reader));
    this.late.set(reader, look);
    return look;
  }

  private async readOne(reader: RunReader, observer: Observer): Promise<void> {
    const name = path.basename(reader.folder);
    const known = this.indexed?.get(name);
    this.indexed?.delete(name);
    const isRestored = known !== undefined && (await reader.restore(known));
    const wasOver = reader.isOver;
    const run = await reader.look(observer);
    if (run) this.found.set(reader, run);
    else this.found.delete(reader);
    if (reader.isOver && !wasOver && !isRestored) this.unindexed++;
  }

  /** Rarely: it holds all runs. */
  private async keepIndex(): Promise<void> {
    const { index } = this.options;
    if (index === undefined || this.unindexed < worthWriting) return;
    this.unindexed = 0;
    // Where it cannot be written, the next start takes longer.
    await writeIndex(index, indexed(this.readers.values())).catch(() => undefined);
  }
}

async function* indexed(readers: Iterable<RunReader>): AsyncGenerator<Indexed> {
  for (const reader of readers) {
    const run = await reader.indexed();
    if (run) yield run;
  }
}

/** The runs of a folder, newest first. To look again and again, keep a RunList. */
export const listRuns = (folder: string): Promise<readonly Run[]> => new RunList(folder).refresh();

async function folderNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch {
    return [];
  }
}

const newestFirst = (a: Run, b: Run) =>
  compare(b.record?.createdAt ?? '', a.record?.createdAt ?? '') || compare(b.id, a.id);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
