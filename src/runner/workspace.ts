import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const marks = ['.metric-lab', '.vscode', '.git'];

/**
 * The workspace that a folder belongs to: itself or the nearest one above it that holds .metric-lab, .vscode or .git;
 * else `current` where the folder lies in it, else the folder. The home folder is none: the editor keeps its own .vscode
 * there.
 * @param start absolute path
 */
export function findWorkspace(start: string, current = process.cwd(), home = os.homedir()): string {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (folder !== home && marks.some((mark) => existsSync(path.join(folder, mark)))) return folder;
    if (folder === path.dirname(folder)) return isInside(start, current) ? current : start;
  }
}

/** The path from a folder to a file in it, with forward slashes on every system. */
export function innerPath(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}

/** Whether a path is a folder or lies in it; both absolute. */
export function isInside(inner: string, folder: string): boolean {
  const way = path.relative(folder, inner);
  return way.split(path.sep)[0] !== '..' && !path.isAbsolute(way);
}
