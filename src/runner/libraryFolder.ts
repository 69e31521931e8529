import { existsSync } from 'node:fs';
import path from 'node:path';

/** The bundled library. It stands beside package.json, some folders above the running bundle. */
export function libraryFolder(from = __dirname): string {
  const folder = path.join(from, 'library');
  const above = path.dirname(from);
  return above === from || existsSync(path.join(from, 'package.json')) ? folder : libraryFolder(above);
}
