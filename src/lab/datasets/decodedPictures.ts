import { readFile } from 'node:fs/promises';
import { LabError } from '../core/labError';
import type { PictureFile } from './classFolders';
import type { DataFolders } from './dataset';
import { fitted, type Fit } from './fitted';
import { decodePicture } from './picture';
import { PixelCache } from './pixelCache';

/** What makes other pixels of the same file needs another number here. */
const version = 2;

/**
 * The pixels of pictures, decoded and fitted, or as they were kept the last time.
 * @param who names the data set in messages
 * @returns 0 to 255, row-major [pictures, size, size, channels]
 * @throws LabError that names the picture that is damaged
 */
export async function decodedPictures(
  who: string,
  pictures: readonly PictureFile[],
  fit: Fit,
  { cache, say = () => undefined }: DataFolders,
): Promise<Uint8Array> {
  const each = fit.size * fit.size * fit.channels;
  const kept = cache === undefined ? null : new PixelCache(cache);
  const key = JSON.stringify([
    version,
    fit,
    pictures.map(({ path, bytes, changed }) => [path, bytes, changed]),
  ]);
  const known = await kept?.read(key, pictures.length * each);
  if (known) return known;
  say(`${who}: decoding ${pictures.length} pictures${kept ? ', once: their pixels are kept' : ''}`);
  const pixels = new Uint8Array(pictures.length * each);
  for (const [at, picture] of pictures.entries()) {
    pixels.set(fitted(decodePicture(await bytesOf(picture), picture.path), fit), at * each);
  }
  // What cannot be kept is decoded again.
  await kept?.write(key, pixels).catch((error: Error) => say(`${who}: pixels not kept: ${error.message}`));
  return pixels;
}

async function bytesOf({ path }: PictureFile): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new LabError(`${path}: cannot be read (${(error as Error).message})`, { cause: error });
  }
}
