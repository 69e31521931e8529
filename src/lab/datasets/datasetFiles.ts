import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../core/labError';

/** The files of a data set that is not made on the spot: what they are, and where the public finds them. */
export interface DatasetFiles {
  /** The data set's name, and of the folder that its files may stand in. */
  readonly name: string;
  readonly summary: string;
  readonly licence: string;
  /** A page for people. */
  readonly home: string;
  /** Each file's address is this with its name behind. */
  readonly urlBase: string;
  readonly files: readonly DatasetFile[];
}

export interface DatasetFile {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Finds and reads one file: in each folder, and there in the subfolder with the data set's name.
 * @returns null where it is in none of them
 * @throws LabError if the file found is not the published one, or cannot be read
 */
export async function findFile(
  dataset: DatasetFiles,
  file: DatasetFile,
  folders: readonly string[],
): Promise<{ readonly path: string; readonly bytes: Uint8Array } | null> {
  for (const folder of folders) {
    for (const place of [path.join(folder, file.name), path.join(folder, dataset.name, file.name)]) {
      const bytes = await readIfThere(place);
      if (bytes) return { path: place, bytes: checked(bytes, file, place) };
    }
  }
  return null;
}

/** @throws LabError that says how to get the files */
export function missingFiles(
  dataset: DatasetFiles,
  missing: readonly DatasetFile[],
  folders: readonly string[],
): LabError {
  return new LabError(
    `${dataset.name}: ${missing.map((file) => file.name).join(' and ')} not found in\n` +
      folders.map((folder) => `  ${folder} (or its subfolder ${dataset.name})\n`).join('') +
      `Download with: metric-lab data add ${dataset.name}\n${byHand(dataset)}`,
  );
}

/** How to get the files where there is no network. */
export function byHand(dataset: DatasetFiles): string {
  const names = dataset.files.map((file) => file.name).join(' and ');
  return `By hand: fetch ${names} from ${dataset.home} and run: metric-lab data add ${dataset.name} --from FOLDER`;
}

/**
 * @param place for the message
 * @returns the bytes
 * @throws LabError if they are not the published ones
 */
export function checked(bytes: Uint8Array, file: DatasetFile, place: string): Uint8Array {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === file.sha256) return bytes;
  throw new LabError(
    `${place}: not the published ${file.name}, or damaged.\n` +
      `  expected ${file.bytes} bytes, SHA-256 ${file.sha256}\n  got      ${bytes.length} bytes, SHA-256 ${sha256}`,
  );
}

async function readIfThere(place: string): Promise<Uint8Array | null> {
  try {
    return await readFile(place);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new LabError(`${place}: cannot be read (${message})`);
  }
}
