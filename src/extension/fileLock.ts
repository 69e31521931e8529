import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const askAgainMilliseconds = 20;
/** What is done under a lock takes milliseconds: an older lock is of a window that died. */
const staleMilliseconds = 5000;

/**
 * Does something while no other window does it to the same file. The lock is an empty file beside it, `<file>.lock`.
 * @throws what `action` throws, and where the folder cannot be written
 */
export async function withFileLock<T>(file: string, action: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  await mkdir(path.dirname(file), { recursive: true });
  while (!(await taken(lock))) {
    await removeStale(lock);
    await pause(askAgainMilliseconds);
  }
  try {
    return await action();
  } finally {
    await rm(lock, { force: true });
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(lock: string): Promise<void> {
  const made = await stat(lock).catch(() => null);
  if (made && Date.now() - made.mtimeMs > staleMilliseconds) await rm(lock, { force: true });
}
