import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What runs leave in a workspace's `.metric-lab`. The reader's own marks there are worth keeping in a repository. */
const left = ['archive/', 'data/', 'runs/', 'sweeps/', 'index.jsonl'];

/**
 * Keeps what runs leave out of the repository that the workspace may be in. A list that is there stays as it is.
 * @param folder the one that holds runs; where it is not a workspace's `.metric-lab`, it is the user's to care for
 */
export async function ignoreRuns(folder: string): Promise<void> {
  if (path.basename(folder) !== '.metric-lab') return;
  const text = left.map((name) => `/${name}\n`).join('');
  // Without it runs are listed as changes, and nothing else is wrong.
  await writeFile(path.join(folder, '.gitignore'), text, { flag: 'wx' }).catch(() => undefined);
}
