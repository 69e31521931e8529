import { readFile } from 'node:fs/promises';
import type { Gallery } from '../protocol/run';
import { plainFile, readSmall } from './plainFile';
import { runFiles } from './runFiles';
import { parseGallery } from './schema';

export interface ReadGallery {
  readonly gallery: Gallery;
  /** The pictures, as gallery.png has them. */
  readonly png: Uint8Array;
}

const mostJsonBytes = 4 << 20;
const mostPngBytes = 16 << 20;
const mostPixels = 1 << 24;
const mostQueries = 2000;
const mostNeighbours = 200;

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * What the queries of a run find, with the pictures. The files may be anybody's: their sizes are bounded, and every picture
 * that is named stands in the file.
 * @returns null where the run has none
 * @throws Error that names the file and what is wrong with it
 */
export async function readGallery(folder: string): Promise<ReadGallery | null> {
  const files = runFiles(folder);
  const json = await readSmall(files.gallery, mostJsonBytes);
  if (json === null) return null;
  const parsed = parseGallery(json);
  if ('problem' in parsed) throw new Error(`gallery.json: ${parsed.problem}`);
  const { size } = await plainFile(files.galleryPicture);
  if (size > mostPngBytes) throw new Error(`gallery.png: ${size} bytes are too many`);
  // A copy of its own: a Buffer is not passed on as bytes.
  const png = new Uint8Array(await readFile(files.galleryPicture));
  checkPicture(parsed.value, png);
  return { gallery: bounded(parsed.value), png };
}

function bounded(gallery: Gallery): Gallery {
  const queries = gallery.queries
    .slice(0, mostQueries)
    .map((query) => ({ ...query, neighbours: query.neighbours.slice(0, mostNeighbours) }));
  return { ...gallery, queries };
}

/** The header alone tells how large a picture becomes: a small file may hold a huge one. */
function checkPicture({ tile, columns, items }: Gallery, png: Uint8Array): void {
  if (png.length < 24 || !signature.every((byte, at) => png[at] === byte)) {
    throw new Error('gallery.png: not a PNG picture');
  }
  const header = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  if (width * height > mostPixels) throw new Error(`gallery.png: ${width} x ${height} pixels are too many`);
  const rows = Math.ceil(items.length / columns);
  const across = Math.min(columns, items.length);
  if (across * tile.width > width || rows * tile.height > height) {
    throw new Error(
      `gallery.png: ${width} x ${height} pixels do not hold the ${items.length} pictures named`,
    );
  }
}
