import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A folder of a test's own: made before each test of the suite, removed after it. */
export function temporaryFolder(): {
  readonly path: string;
  write(file: string, text: string): Promise<string>;
} {
  let folder = '';
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'metric-lab-')));
  });
  afterEach(() => rm(folder, { recursive: true }));
  return {
    get path() {
      return folder;
    },
    async write(file, text) {
      const full = path.join(folder, file);
      await mkdir(path.dirname(full), { recursive: true });
      await writeFile(full, text);
      return full;
    },
  };
}
