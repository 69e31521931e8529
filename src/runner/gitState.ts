import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What git says of a folder. */
export interface GitState {
  readonly commit: string;
  /** Whether anything but run records differs from it. */
  readonly dirty: boolean;
  /** The difference of tracked files from the commit, as `git apply` takes it; null where there is none, or it cannot be had. */
  readonly patch: Uint8Array | null;
}

const patience = 5000; // ms
const everything = ['--', ':(top)', ':(top,exclude,glob)**/.metric-lab/**'];

/** @returns null outside of git */
export async function gitState(folder: string): Promise<GitState | null> {
  try {
    const commit = (await git(folder, 'rev-parse', 'HEAD')).toString().trim();
    const dirty = (await git(folder, 'status', '--porcelain', ...everything)).length > 0;
    return { commit, dirty, patch: dirty ? await difference(folder) : null };
  } catch {
    return null;
  }
}

/** Programs that the repository's settings name for differences are not started. */
async function difference(folder: string): Promise<Uint8Array | null> {
  const plain = ['--no-ext-diff', '--no-textconv', '--no-color'];
  const patch = await git(folder, 'diff', 'HEAD', ...plain, ...everything).catch(() => null);
  return patch && patch.length > 0 ? patch : null;
}

async function git(folder: string, ...args: string[]): Promise<Buffer> {
  // A monitor named in the repository's settings would be a program that starts by itself.
  const all = ['-c', 'core.fsmonitor=false', '--no-optional-locks', ...args];
  const settings = { cwd: folder, timeout: patience, maxBuffer: 1 << 24, encoding: 'buffer' } as const;
  return (await promisify(execFile)('git', all, settings)).stdout;
}
