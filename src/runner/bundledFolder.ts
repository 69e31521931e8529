import { existsSync } from 'node:fs';
import path from 'node:path';

/** A folder that comes with the program, such as `library`: it stands beside package.json, some folders above the bundle. */
export function bundledFolder(name: string, from = __dirname): string {
  const folder = path.join(from, name);
  const above = path.dirname(from);
  return above === from || existsSync(path.join(from, 'package.json')) ? folder : bundledFolder(name, above);
}
