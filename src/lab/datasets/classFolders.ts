import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../core/labError';

/** A class: a folder, and the pictures in it. */
export interface ClassFolder {
  readonly name: string;
  /** In order of their names. */
  readonly pictures: readonly PictureFile[];
}

export interface PictureFile {
  /** `class/picture.jpg` */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** When its content was last changed, ms. */
  readonly changed: number;
}

/** Larger files are no picture to learn from. */
const mostBytes = 64 * 2 ** 20;

const read = /\.(jpe?g|png)$/i;
/** Pictures that would be missed without a word. */
const unread = /\.(webp|gif|bmp|tiff?|avif|heic|jp2|ppm|pgm)$/i;

/**
 * The classes of a folder, `folder/<class>/<picture>`, in order of their names by code unit, the same on every machine. Hidden files
 * and other files than pictures are passed over.
 * @param who names the data set in messages
 * @throws LabError that names what is in the way: a class without pictures, a folder in a class, a picture of another format or of
 * more than 64 MiB, a symbolic link that leaves the folder
 */
export async function classFolders(who: string, root: string): Promise<ClassFolder[]> {
  const inside = new Inside(await realpath(root));
  const classes: ClassFolder[] = [];
  for (const { name, isFolder } of await inside.list(root)) {
    if (!isFolder) continue;
    const folder = path.join(root, name);
    const pictures: PictureFile[] = [];
    for (const entry of await inside.list(folder)) {
      const file = path.join(folder, entry.name);
      if (entry.isFolder) {
        throw new LabError(
          `${file}: a folder within a class; pictures must lie in ${path.join(root, '<class>')}`,
        );
      }
      if (unread.test(entry.name))
        throw new LabError(`${file}: convert it, pictures are read from JPEG and PNG`);
      if (read.test(entry.name)) pictures.push(await pictureFile(file, `${name}/${entry.name}`));
    }
    if (pictures.length === 0) throw new LabError(`${folder}: a class without a JPEG or PNG picture`);
    classes.push({ name, pictures });
  }
  if (classes.length === 0) {
    throw new LabError(
      `${who}: ${root} has no class folders; pictures must lie in ${path.join(root, '<class>')}`,
    );
  }
  return classes;
}

async function pictureFile(file: string, name: string): Promise<PictureFile> {
  const found = await stat(file);
  const { size, mtimeMs, ctimeMs } = found;
  if (!found.isFile()) throw new LabError(`${file}: not a file`);
  if (size > mostBytes) {
    throw new LabError(`${file}: ${size} bytes, more than the ${mostBytes} that a picture may have`);
  }
  return { name, path: file, bytes: size, changed: Math.max(mtimeMs, ctimeMs) };
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Looks into folders, and follows no link that leads out of the first. */
class Inside {
  constructor(private readonly root: string) {}

  async list(folder: string): Promise<Entry[]> {
    const entries = (await readdir(folder, { withFileTypes: true })).filter(
      ({ name }) => !name.startsWith('.'),
    );
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    return Promise.all(entries.map((entry) => this.entry(folder, entry)));
  }

  private async entry(folder: string, entry: Dirent): Promise<Entry> {
    const { name } = entry;
    if (!entry.isSymbolicLink()) return { name, isFolder: entry.isDirectory() };
    const link = path.join(folder, name);
    const target = await realpath(link).catch(() => null);
    if (target === null) throw new LabError(`${link}: a symbolic link to nothing`);
    if (!target.startsWith(this.root + path.sep)) {
      throw new LabError(
        `${link}: a symbolic link that leaves the data set's folder; put the files themselves there`,
      );
    }
    return { name, isFolder: (await stat(link)).isDirectory() };
  }
}
