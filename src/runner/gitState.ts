import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const patience = 5000; // ms

/** The commit that a folder is at, and whether anything but run records differs from it; null outside of git. */
export async function gitState(folder: string): Promise<{ commit: string; dirty: boolean } | null> {
  try {
    const commit = (await git(folder, 'rev-parse', 'HEAD')).trim();
    const changes = await git(
      folder,
      'status',
      '--porcelain',
      '--',
      ':(top)',
      ':(top,exclude,glob)**/.metric-lab/**',
    );
    return { commit, dirty: changes.trim() !== '' };
  } catch {
    return null;
  }
}

async function git(folder: string, ...args: string[]): Promise<string> {
  // A monitor named in the repository's settings would be a program that starts by itself.
  const all = ['-c', 'core.fsmonitor=false', '--no-optional-locks', ...args];
  return (await promisify(execFile)('git', all, { cwd: folder, timeout: patience, maxBuffer: 1 << 24 }))
    .stdout;
}
