import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { isRunning } from './state';
import { thisMachine } from './thisMachine';

/** Another process works on it. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

const holder = v.object({ pid: v.number(), host: v.string(), at: v.string() });

type Holder = v.InferOutput<typeof holder>;

/** A lock that was made a moment ago may not say yet whose it is. */
const fresh = 60_000; // ms
/** How often a lock that nobody holds any more is taken away before this one gives up. */
const attempts = 20;
/** Between two attempts, ms. */
const wait = 25;

/**
 * A file that says which process works on a run or a sweep, so that no two do. It is made with the whole file system as arbiter: of several
 * that try at once one succeeds. A lock whose process is gone counts no longer.
 */
export class ProcessLock {
  private constructor(
    private readonly file: string,
    private readonly content: string,
  ) {}

  /**
   * @param lastWrite when its work last showed, milliseconds since 1970: silence tells of a process on another machine
   * @throws LockedError that names the process and the file
   */
  static async acquire(file: string, lastWrite: () => Promise<number>): Promise<ProcessLock> {
    const own = { schema: 1, pid: process.pid, host: os.hostname(), at: new Date().toISOString() };
    // Two of one process and moment differ, too.
    const content = JSON.stringify({ ...own, id: randomUUID() }) + '\n';
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (await created(file, content)) return new ProcessLock(file, content);
      const found = await readFile(file, 'utf8').catch(ifGone);
      if (found === null) continue;
      if (await isHeld(file, found, await lastWrite())) throw lockedBy(file, found);
      await takeAway(file, found);
    }
    throw new LockedError(`${file}: other processes work on it; try again when they have ended`);
  }

  /** Gives it back, where it is still this one's. */
  async release(): Promise<void> {
    if ((await readFile(this.file, 'utf8').catch(ifGone)) === this.content)
      await rm(this.file, { force: true });
  }
}

/** @returns false where there is a lock already */
async function created(file: string, content: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(content);
    } catch (error) {
      // On a full disk: a lock that names nobody would keep the next attempt out.
      await rm(file, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isHeld(file: string, content: string, lastWrite: number): Promise<boolean> {
  const by = holderOf(content);
  if (by) return isRunning(by, lastWrite, thisMachine());
  const changed = await stat(file).then(({ mtimeMs }) => mtimeMs, ifGone);
  return changed !== null && Date.now() - changed < fresh;
}

/**
 * Removes a lock that nobody holds. Between the look and the removal another process may have done the same and made its own, so
 * only one at a time removes, and looks again before it does.
 */
async function takeAway(file: string, content: string): Promise<void> {
  const turn = `${file}.turn`;
  if (!(await created(turn, ''))) return letPass(turn);
  try {
    if ((await readFile(file, 'utf8').catch(ifGone)) === content) await rm(file, { force: true });
  } finally {
    await rm(turn, { force: true });
  }
}

/** Waits a moment for the one whose turn it is; one that died in its turn, which takes no time, is waited for no longer. */
async function letPass(turn: string): Promise<void> {
  const begun = await stat(turn).then(({ mtimeMs }) => mtimeMs, ifGone);
  if (begun !== null && Date.now() - begun > fresh) await rm(turn, { force: true });
  await sleep(wait);
}

function holderOf(content: string): Holder | null {
  try {
    return v.parse(holder, JSON.parse(content));
  } catch {
    return null;
  }
}

function lockedBy(file: string, content: string): LockedError {
  const by = holderOf(content);
  const who = by ? `process ${by.pid} on ${by.host}, since ${by.at},` : 'another process';
  return new LockedError(`${file}: ${who} works on it; stop it first, or remove that file if it does not`);
}

function ifGone(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}
