import { encode } from 'fast-png';
import { areaAverage } from '../lab/datasets/areaAverage';
import type { ImageSet } from '../lab/datasets/dataset';

/** Longer side of a tile, pixels, at most. */
const mostPixels = 64;
const columns = 24;

/** An image's size in the sprite: its own, or smaller in proportion. */
export function tileOf([height, width]: ImageSet['shape']): {
  readonly width: number;
  readonly height: number;
} {
  const scale = Math.min(1, mostPixels / Math.max(height, width));
  const scaled = (length: number) => Math.max(1, Math.round(scale * length));
  return { width: scaled(width), height: scaled(height) };
}

/**
 * Images as tiles of one picture, row by row. Three channels are red, green and blue; of others the first is shown as ink,
 * dark on white.
 */
export function spriteOf(
  set: ImageSet,
  items: readonly number[],
): { readonly png: Uint8Array; readonly columns: number } {
  const tile = tileOf(set.shape);
  const across = Math.min(columns, items.length);
  const width = across * tile.width;
  const height = Math.ceil(items.length / across) * tile.height;
  const channels = set.shape[2] === 3 ? 3 : 1;
  const data = new Uint8Array(width * height * channels).fill(255);
  items.forEach((item, at) => {
    const left = (at % across) * tile.width;
    const top = Math.floor(at / across) * tile.height;
    for (let channel = 0; channel < channels; channel++) {
      const pixels = scaledChannel(set, item, channel, tile);
      pixels.forEach((value, pixel) => {
        const [x, y] = [left + (pixel % tile.width), top + Math.floor(pixel / tile.width)];
        data[(y * width + x) * channels + channel] = Math.round(255 * (channels === 1 ? 1 - value : value));
      });
    }
  });
  return { png: encode({ width, height, data, channels, depth: 8 }), columns: across };
}

/** One channel of an image, 0 to 1, in a tile's size. */
function scaledChannel(
  { images, shape }: ImageSet,
  item: number,
  channel: number,
  tile: { readonly width: number; readonly height: number },
): Float32Array {
  const [height, width, channels] = shape;
  const start = item * height * width * channels + channel;
  const plane = Float32Array.from({ length: height * width }, (_, at) =>
    clamped(images[start + at * channels]!),
  );
  if (tile.width === width && tile.height === height) return plane;
  return areaAverage(plane, [height, width], [tile.height, tile.width]);
}

const clamped = (value: number) => Math.min(1, Math.max(0, value));
