import { convertIndexedToRgb, decode as decodePng, type DecodedPng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { LabError } from '../core/labError';
import { boundedPng } from './boundedPng';

/** A picture as its file has it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Row-major [height, width, 3], 0 to 255. */
  readonly rgb: Uint8Array;
}

/** A few bytes may announce a picture of gigabytes. */
const mostMegapixels = 100;
const mostMegabytes = 1024;

/**
 * Decodes a JPEG or PNG picture: which it is says its content, whatever its name. As usual in the field transparency is dropped, and
 * a turn that a camera noted beside the picture is not made.
 * @param place the file, for messages
 * @throws LabError that names the file where it is neither, damaged, cut off, of more than 100 megapixels, or unpacks to more than
 *   those take
 */
export function decodePicture(bytes: Uint8Array, place: string): Picture {
  if (startsWith(bytes, 0xff, 0xd8)) return refuseBroken(place, 'JPEG', () => readJpeg(bytes));
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47))
    return refuseBroken(place, 'PNG', () => readPng(bytes, place));
  const what = bytes.length === 0 ? 'the file is empty' : 'neither a JPEG nor a PNG picture';
  throw new LabError(`${place}: ${what}`);
}

const startsWith = (bytes: Uint8Array, ...first: number[]) => first.every((byte, at) => bytes[at] === byte);

function readJpeg(bytes: Uint8Array): Picture {
  const { width, height, data } = decodeJpeg(bytes, {
    ...{ useTArray: true, formatAsRGBA: false, tolerantDecoding: false },
    ...{ maxResolutionInMP: mostMegapixels, maxMemoryUsageInMB: mostMegabytes },
  });
  return { width, height, rgb: data };
}

function readPng(bytes: Uint8Array, place: string): Picture {
  if (bytes.length >= 24) {
    const header = new DataView(bytes.buffer, bytes.byteOffset);
    const [width, height] = [header.getUint32(16), header.getUint32(20)];
    if (width * height > mostMegapixels * 1e6) {
      throw new LabError(
        `${place}: the picture is ${width}x${height}, more than ${mostMegapixels} megapixels`,
      );
    }
  }
  const picture = decodePng(boundedPng(bytes, place), { checkCrc: true });
  return { width: picture.width, height: picture.height, rgb: rgbOf(picture) };
}

function rgbOf(picture: DecodedPng): Uint8Array {
  const { width, height, depth } = picture;
  const [data, channels] = picture.palette
    ? [convertIndexedToRgb(picture), picture.palette[0]?.length ?? 3]
    : [depth < 8 ? unpacked(picture) : picture.data, picture.channels];
  const rgb = new Uint8Array(width * height * 3);
  // Grey pictures have one channel, or two with transparency.
  const isGrey = channels < 3;
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++) {
      const value = data[pixel * channels + (isGrey ? 0 : c)]!;
      rgb[pixel * 3 + c] = depth === 16 ? value >> 8 : value;
    }
  }
  return rgb;
}

/** Grey values of less than a byte, most significant first, each row on a byte of its own; stretched to 0 to 255. */
function unpacked({ width, height, depth, data }: DecodedPng): Uint8Array {
  const stride = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const bit = (at % width) * depth;
    const byte = data[Math.floor(at / width) * stride + (bit >> 3)]!;
    return (((byte >> (8 - depth - (bit & 7))) & most) * 255) / most;
  });
}

/** The readers throw all kinds of errors on damaged bytes; a person needs one. */
function refuseBroken(place: string, kind: string, read: () => Picture): Picture {
  try {
    return read();
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(`${place}: the ${kind} picture is damaged or cut off (${(error as Error).message})`);
  }
}
