import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** Those of the shared libraries that Linux's loader does not know; none on other systems, which are not asked. */
export async function missingLibraries(
  names: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const folders = environment['LD_LIBRARY_PATH']?.split(path.delimiter).filter(Boolean) ?? [];
  const listed = await cached();
  return names.filter(
    (name) =>
      !listed.includes(`\t${name} `) && !folders.some((folder) => existsSync(path.join(folder, name))),
  );
}

/** The loader's own list: `\tlibm.so.6 (libc6,x86-64) => /lib/x86_64-linux-gnu/libm.so.6`, a line each. */
async function cached(): Promise<string> {
  try {
    return (await promisify(execFile)('/sbin/ldconfig', ['-p'], { timeout: 5000 })).stdout;
  } catch {
    return '';
  }
}
