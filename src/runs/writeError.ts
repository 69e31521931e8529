/** The system did not let a file or folder be written. The message says which, why, and what to do. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

const elsewhere = 'choose a folder that you may write to';
const inTheWay = 'a file stands where a folder is needed; move it, or choose another folder';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space there',
  EDQUOT: 'the quota is used up; free some space there',
  EACCES: `permission denied; ${elsewhere}`,
  EPERM: `permission denied; ${elsewhere}`,
  EROFS: `the disk is read-only; ${elsewhere}`,
  // As Node says it of a folder on a read-only disk, too.
  ENOENT: `its folder is gone, or cannot be made there; ${elsewhere}`,
  ENOTDIR: inTheWay,
  EEXIST: inTheWay,
};

/**
 * Does what writes to `place`, a file or folder: what the system says of a full disk names none.
 * @throws WriteError where the system refuses; all else as it comes
 */
export async function writing<T>(place: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new WriteError(`${place}: cannot be written: ${reasons[code] ?? message}`, { cause: error });
  }
}
