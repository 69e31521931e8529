import { open, rename, rm, writeFile } from 'node:fs/promises';
import { writing } from './writeError';

/** How the names of files end that are not whole yet. */
export const unfinished = '.tmp';

/** A file's bytes, at once or piece by piece. */
type Content = string | Uint8Array | AsyncIterable<string>;

/**
 * Writes a whole file at once: a reader, or a crash at any moment, sees the old file or the new one.
 * Unlike the packages for this it goes on after a short write, so that a full disk fails here instead of leaving half a
 * checkpoint, and it listens to no signal: the second Ctrl-C has to end the process at once.
 * @throws WriteError where the system refuses
 */
export async function replaceFile(file: string, content: Content): Promise<void> {
  const fresh = `${file}.${process.pid}${unfinished}`;
  try {
    await writing(file, async () => {
      await writeWhole(fresh, content);
      await rename(fresh, file);
    });
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeWhole(file: string, content: Content): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await writeFile(handle, content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
