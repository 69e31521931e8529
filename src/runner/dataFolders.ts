import os from 'node:os';
import path from 'node:path';
import { findWorkspace } from './workspace';

/** The folder of the user's own data sets: `metric-lab/data` where the system keeps applications' data. */
export function userDataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const home = os.homedir();
  const base: Partial<Record<NodeJS.Platform, string>> = {
    win32: environment['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'),
    darwin: path.join(home, 'Library', 'Application Support'),
  };
  const shared = environment['XDG_DATA_HOME'] || path.join(home, '.local', 'share');
  return path.join(base[process.platform] ?? shared, 'metric-lab', 'data');
}

/**
 * Where data sets are looked for, in this order: `given` (a flag's value), METRIC_LAB_DATA, the workspace's own data, the
 * user's data folder, and `../shared/data` beside the current folder. The first two may hold several folders, separated
 * as in PATH.
 */
export function dataFolders(
  given?: string,
  workspace: string = findWorkspace(process.cwd()),
  environment: NodeJS.ProcessEnv = process.env,
): string[] {
  const named = [given, environment['METRIC_LAB_DATA']].flatMap(
    (list) => list?.split(path.delimiter).filter(Boolean) ?? [],
  );
  return [
    ...named.map((folder) => path.resolve(folder)),
    path.join(workspace, '.metric-lab', 'data'),
    userDataFolder(environment),
    path.resolve('..', 'shared', 'data'),
  ];
}
