import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LabError } from '../lab/core/labError';
import type { DataFolders } from '../lab/datasets/dataset';
import { findWorkspace } from './workspace';

/** The folder of what may be deleted: `metric-lab` where the system keeps applications' caches. */
export function userCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const home = os.homedir();
  const base: Partial<Record<NodeJS.Platform, string>> = {
    win32: path.join(environment['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'Cache'),
    darwin: path.join(home, 'Library', 'Caches'),
  };
  const shared = environment['XDG_CACHE_HOME'] || path.join(home, '.cache');
  return path.join(base[process.platform] ?? shared, 'metric-lab');
}

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

/** Where an experiment's data set looks, and what it may keep. @param say is told, in a line, of what takes long */
export const dataPlaces = (
  given: string | undefined,
  workspace: string,
  say?: (line: string) => void,
): DataFolders => ({
  folders: dataFolders(given, workspace),
  cache: path.join(userCacheFolder(), 'pixels'),
  ...(say && { say }),
});

/**
 * Where data sets are looked for, in this order: `given` (a flag's value), METRIC_LAB_DATA, the workspace's own data and the workspace
 * itself, and the user's data folder. The first two may hold several folders, separated as in PATH.
 * @throws LabError where `given` names a folder that there is not: the data would be another place's without a word
 */
export function dataFolders(
  given?: string,
  workspace: string = findWorkspace(process.cwd()),
  environment: NodeJS.ProcessEnv = process.env,
): string[] {
  const asked = foldersIn(given);
  const missing = asked.find((folder) => !existsSync(folder));
  if (missing !== undefined) throw new LabError(`--data: there is no folder ${missing}`);
  return [
    ...asked,
    ...foldersIn(environment['METRIC_LAB_DATA']),
    path.join(workspace, '.metric-lab', 'data'),
    path.resolve(workspace),
    userDataFolder(environment),
  ];
}

/** Absolute. */
const foldersIn = (list = '') =>
  list
    .split(path.delimiter)
    .filter(Boolean)
    .map((folder) => path.resolve(folder));
