import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RunEvent, RunRecord, RunResult } from '../protocol/run';
import { toSafetensors, type Checkpoint, type SavedState } from './checkpoint';
import { readCheckpoint, readSavedState } from './readCheckpoint';
import { replaceFile, unfinished } from './replaceFile';
import { ProcessLock, LockedError } from './processLock';
import { runFiles } from './runFiles';
import { encodeSafetensors } from './safetensors';
import { writing } from './writeError';

const mostPatch = 1 << 20; // bytes

/** Writes the record of one run. One process, one writer. */
export class RunWriter {
  private readonly files;

  private constructor(
    readonly folder: string,
    private readonly events: FileHandle,
    private readonly lock: ProcessLock,
  ) {
    this.files = runFiles(folder);
  }

  /**
   * Makes the folder of a new run. The first event stands in it before run.json does, so that no reader ever sees a run
   * that nobody has started.
   * @param runs folder of all runs; made where it is missing
   * @param patch the code's difference from its commit; kept up to 1 MiB
   * @throws WriteError where the system refuses; then nothing of it is left
   */
  static async create(
    runs: string,
    record: RunRecord,
    start: RunEvent,
    patch?: Uint8Array | null,
  ): Promise<RunWriter> {
    const folder = path.join(runs, record.id);
    await writing(folder, async () => {
      await mkdir(runs, { recursive: true });
      await mkdir(folder);
    });
    try {
      const writer = await writing(folder, () => RunWriter.begun(folder));
      await writer.append(start);
      if (patch && patch.length <= mostPatch) await replaceFile(writer.files.patch, patch);
      await replaceFile(writer.files.record, JSON.stringify(record, null, 2) + '\n');
      return writer;
    } catch (error) {
      // No run has begun, so nothing of it stays.
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
  }

  private static async begun(folder: string): Promise<RunWriter> {
    const { checkpoints, events } = runFiles(folder);
    const lock = await lockOf(folder);
    await mkdir(checkpoints);
    return new RunWriter(folder, await open(events, 'a'), lock);
  }

  /**
   * Goes on with a run whose process is gone.
   * @param start the event to begin with, from the step that the run goes on at
   * @returns also the saved state at that step; null where nothing was saved yet
   * @throws LockedError where another process works on it, or has finished it
   */
  static async reopen(
    folder: string,
    start: (step: number) => RunEvent,
  ): Promise<{ writer: RunWriter; last: SavedState | null }> {
    const { events, checkpoints, last: file, result } = runFiles(folder);
    const lock = await lockOf(folder);
    try {
      // It was looked at before the lock was had.
      if (existsSync(result)) throw new LockedError(`${folder}: another process has finished the run`);
      const last = await readSavedState(file);
      await removeUnfinished(folder);
      await mkdir(checkpoints, { recursive: true });
      const writer = new RunWriter(folder, await open(events, 'a'), lock);
      if (await endsTorn(events)) await writer.events.appendFile('\n');
      await writer.append(start(last?.checkpoint.step ?? 0));
      return { writer, last };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async append(event: RunEvent): Promise<void> {
    await writing(this.files.events, () => this.events.appendFile(JSON.stringify(event) + '\n'));
  }

  /** Makes the events so far and this checkpoint last through a power cut. From here the run can go on. */
  async saveLast({ checkpoint, scores }: SavedState): Promise<void> {
    await this.events.sync();
    await replaceFile(this.files.last, encodeSafetensors(toSafetensors(checkpoint, scores)));
  }

  async saveBest(checkpoint: Checkpoint): Promise<void> {
    await replaceFile(this.files.best(checkpoint.step), encodeSafetensors(toSafetensors(checkpoint)));
  }

  /** @returns the best checkpoint, of step `step`, or null where it is missing */
  readBest(step: number): Promise<Checkpoint | null> {
    return readCheckpoint(this.files.best(step));
  }

  /** Removes all checkpoints but the last and the best of `step`: older bests, and what a killed process left half done. */
  async keepBest(step: number): Promise<void> {
    const kept = [this.files.last, this.files.best(step)];
    for (const name of await readdir(this.files.checkpoints)) {
      const file = path.join(this.files.checkpoints, name);
      if (!kept.includes(file)) await rm(file, { force: true });
    }
  }

  async writeResult(result: RunResult): Promise<void> {
    await this.events.sync();
    await replaceFile(this.files.result, JSON.stringify(result, null, 2) + '\n');
  }

  async close(): Promise<void> {
    await this.events.close();
    await this.lock.release();
  }
}

/** What a killed process was writing: nothing of it counts. Those among the checkpoints go with the next that is kept. */
async function removeUnfinished(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(unfinished));
  await Promise.all(names.map((name) => rm(path.join(folder, name), { force: true })));
}

/** The run's lock; a run without events is as old as its folder. */
const lockOf = (folder: string) => {
  const { lock, events } = runFiles(folder);
  return ProcessLock.acquire(lock, async () => (await stat(events).catch(() => stat(folder))).mtimeMs);
};

/** True where the last line has no end: the process died while it wrote. */
async function endsTorn(file: string): Promise<boolean> {
  const { size } = await stat(file);
  if (size === 0) return false;
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer.toString() !== '\n';
  } finally {
    await handle.close();
  }
}
