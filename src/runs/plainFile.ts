import { lstat, readFile } from 'node:fs/promises';

/**
 * Size and time of change (milliseconds since 1970) of a file that is safe to read.
 * @throws where it is missing, or a link, a pipe or a device: reading those could leave the folder or never end
 */
export async function plainFile(file: string): Promise<{ size: number; changed: number }> {
  const stats = await lstat(file);
  if (!stats.isFile()) throw new Error('not a plain file');
  return { size: stats.size, changed: stats.mtimeMs };
}

/**
 * The text of a small file, or null where there is none.
 * @throws where it cannot be read or is larger than `most` bytes
 */
export async function readSmall(file: string, most: number): Promise<string | null> {
  try {
    const { size } = await plainFile(file);
    if (size > most) throw new Error(`${size} bytes are too many`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
