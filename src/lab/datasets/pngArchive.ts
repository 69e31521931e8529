import { decode, type DecodedPng } from 'fast-png';
import { unzipSync, type UnzipFileInfo } from 'fflate';
import { LabError } from '../core/labError';

/** What an archive may hold at most. An archive that says more is refused before anything of it is unpacked. */
export interface ArchiveLimits {
  readonly entries: number;
  readonly bytesPerEntry: number;
}

/** A black-and-white drawing from an archive. */
export interface Drawing {
  /** The entry's name, split at the slashes. A name only: never used as a place to read or write. */
  readonly path: readonly string[];
  /** Row-major [height, width]: 1 where the picture is black, else 0. */
  readonly ink: Uint8Array;
}

/**
 * The PNG drawings of a zip archive, in order of their names.
 *
 * @param file name for messages
 * @param size [height, width] that every drawing must have
 * @throws LabError on a damaged archive, a damaged or unexpected picture (file and entry named), or more than `limits`
 */
export function readDrawings(
  archive: Uint8Array,
  file: string,
  size: readonly [number, number],
  limits: ArchiveLimits,
): Drawing[] {
  const entries = Object.entries(unzip(archive, file, limits));
  entries.sort(([a], [b]) => (a < b ? -1 : 1)); // by code unit: the same order on every machine
  return entries.map(([name, png]) => ({
    path: name.split('/'),
    ink: inkOf(readPng(png, `${file}, ${name}`, size)),
  }));
}

function unzip(archive: Uint8Array, file: string, limits: ArchiveLimits): Record<string, Uint8Array> {
  let count = 0;
  const wanted = ({ name, originalSize }: UnzipFileInfo) => {
    if (++count > limits.entries) throw new LabError(`${file}: more than ${limits.entries} entries`);
    if (originalSize > limits.bytesPerEntry) {
      throw new LabError(`${file}, ${name}: ${originalSize} bytes, more than ${limits.bytesPerEntry}`);
    }
    return name.endsWith('.png');
  };
  return refuseBroken(file, 'a zip archive', () => unzipSync(archive, { filter: wanted }));
}

function readPng(png: Uint8Array, place: string, [height, width]: readonly [number, number]): DecodedPng {
  // The header first: a few bytes may announce a picture of gigabytes.
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (png.byteLength >= 24) {
    const [w, h] = [header.getUint32(16), header.getUint32(20)];
    if (w !== width || h !== height) {
      throw new LabError(`${place}: the picture is ${w}x${h}, expected ${width}x${height}`);
    }
  }
  const picture = refuseBroken(place, 'a PNG picture', () => decode(png, { checkCrc: true }));
  if (picture.depth !== 1 || picture.channels !== 1) {
    throw new LabError(
      `${place}: expected 1 bit a pixel, got ${picture.channels} channels of ${picture.depth} bits`,
    );
  }
  return picture;
}

/** Unpacks the bits, most significant first, each row on a byte of its own; black is 0. */
function inkOf({ width, height, data }: DecodedPng): Uint8Array {
  const stride = Math.ceil(width / 8);
  const ink = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      ink[y * width + x] = 1 - ((data[y * stride + (x >> 3)]! >> (7 - (x & 7))) & 1);
    }
  }
  return ink;
}

/** The readers throw all kinds of errors on damaged bytes; a person needs one. */
function refuseBroken<T>(place: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(`${place}: not ${what}, or damaged (${(error as Error).message})`);
  }
}
