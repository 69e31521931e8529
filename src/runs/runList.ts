import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { RunReader, type Run } from './reader';
import { thisMachine } from './thisMachine';

/** Runs looked at together: enough to keep the disk busy, few enough for any limit on open files. */
const together = 64;

/** The runs of one folder. Each refresh reads only what is new, so that thousands of old runs cost next to nothing. */
export class RunList {
  private readers = new Map<string, RunReader>();
  private refreshing: Promise<unknown> = Promise.resolve();

  /** @param folder `.metric-lab/runs` of a workspace; it may be missing */
  constructor(readonly folder: string) {}

  /** Newest first. */
  refresh(): Promise<readonly Run[]> {
    const refreshed = this.refreshing.then(() => this.look());
    this.refreshing = refreshed;
    return refreshed;
  }

  private async look(): Promise<readonly Run[]> {
    const names = await folderNames(this.folder);
    this.readers = new Map(
      names.map((name) => [name, this.readers.get(name) ?? new RunReader(path.join(this.folder, name))]),
    );
    const observer = thisMachine();
    const readers = [...this.readers.values()];
    const runs: Run[] = [];
    for (let at = 0; at < readers.length; at += together) {
      const found = await Promise.all(
        readers.slice(at, at + together).map((reader) => reader.look(observer)),
      );
      runs.push(...found.filter((run) => run !== null));
    }
    return runs.sort(newestFirst);
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
