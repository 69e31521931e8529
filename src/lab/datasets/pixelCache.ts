import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';

/** What all that is kept may come to, bytes. */
const mostBytes = 4 * 2 ** 30;
const ending = '.pixels';
/** What a process left that was killed while it wrote. */
const leftAfter = 24 * 3600 * 1000;
const checksumBytes = 32;

/**
 * Decoded pixels in a folder, so that a data set is decoded once. A file is there whole or not at all, is checked when it is read,
 * and may be deleted at any time; where a new one finds no room, those that were used longest ago go.
 */
export class PixelCache {
  constructor(
    private readonly folder: string,
    private readonly most = mostBytes,
  ) {}

  /** @returns null where nothing sound is kept */
  async read(key: string, bytes: number): Promise<Uint8Array | null> {
    const file = this.file(key);
    const content = await readFile(file).catch(() => null);
    if (!content) return null;
    const pixels = content.subarray(checksumBytes);
    if (pixels.length !== bytes || !checksum(pixels).equals(content.subarray(0, checksumBytes))) {
      await rm(file, { force: true });
      return null;
    }
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
    return pixels;
  }

  /** Keeps them if they fit. @throws where the folder cannot be written */
  async write(key: string, pixels: Uint8Array): Promise<void> {
    if (pixels.length + checksumBytes > this.most) return;
    await mkdir(this.folder, { recursive: true });
    await this.makeRoom(pixels.length + checksumBytes);
    const fresh = path.join(this.folder, `${randomUUID()}.tmp`);
    try {
      const handle = await open(fresh, 'wx');
      try {
        await handle.writeFile(checksum(pixels));
        await handle.writeFile(pixels);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(fresh, this.file(key));
    } finally {
      await rm(fresh, { force: true });
    }
  }

  private async makeRoom(bytes: number): Promise<void> {
    const files = await this.files();
    const before = Date.now() - leftAfter;
    let all = bytes + files.reduce((sum, { size }) => sum + size, 0);
    for (const { file, size, used } of files.sort((a, b) => a.used - b.used)) {
      const isLeft = file.endsWith('.tmp') && used < before;
      if (!isLeft && (all <= this.most || !file.endsWith(ending))) continue;
      await rm(file, { force: true });
      all -= size;
    }
  }

  private async files() {
    const names = (await readdir(this.folder)).filter((name) => /\.(pixels|tmp)$/.test(name));
    const found = await Promise.all(
      names.map(async (name) => {
        const file = path.join(this.folder, name);
        // Another process may have taken it away.
        const { size = 0, mtimeMs = 0 } = (await stat(file).catch(() => null)) ?? {};
        return { file, size, used: mtimeMs };
      }),
    );
    return found;
  }

  private readonly file = (key: string) =>
    path.join(this.folder, `${createHash('sha256').update(key).digest('hex')}${ending}`);
}

const checksum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
