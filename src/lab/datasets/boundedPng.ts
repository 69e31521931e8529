import { inflateSync } from 'node:zlib';
import { LabError } from '../core/labError';

const signatureBytes = 8;
/** Length, type and checksum of a chunk. */
const aroundChunk = 12;
/** What pixels are made of. All else decorates them, or is an archive of its own such as a colour profile. */
const needed = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
/** Numbers of a pixel by the header's colour type: grey, -, colours, palette, grey and alpha, -, colours and alpha. */
const channels = [1, 1, 3, 1, 2, 1, 4];

/**
 * A PNG picture that cannot unpack to more than its header announces: a megabyte of it may hold gigabytes.
 * @param png what follows its signature may be damaged: then it is left to the decoder
 * @param place the file, for messages
 * @throws LabError where its pixels take more than its size
 */
export function boundedPng(png: Uint8Array, place: string): Uint8Array {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const kept = [bytes.subarray(0, signatureBytes)];
  const packed: Uint8Array[] = [];
  let most = 0;
  let at = signatureBytes;
  while (at + aroundChunk <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const end = at + aroundChunk + length;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (end > bytes.length) break;
    if (type === 'IHDR' && length >= 13) most = unpackedBytes(bytes.subarray(at + 8, end));
    if (type === 'IDAT') packed.push(bytes.subarray(at + 8, end - 4));
    if (needed.has(type)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  checkUnpacked(Buffer.concat(packed), most, place);
  return Buffer.concat([...kept, bytes.subarray(at)]);
}

/** At most: rows begin with a byte of their own, and interlaced ones are more than the picture has. */
function unpackedBytes(header: Buffer): number {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bits = header[8]! * (channels[header[9]!] ?? 4);
  return Math.ceil(bits / 8) * (width + 8) * (height + 8) * 2;
}

function checkUnpacked(packed: Buffer, most: number, place: string): void {
  try {
    inflateSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    // Other damage is the decoder's to tell.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return;
    throw new LabError(`${place}: the PNG picture unpacks to more than its width and height take`);
  }
}
