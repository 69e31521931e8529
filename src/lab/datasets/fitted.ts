import { areaAverage } from './areaAverage';
import type { Picture } from './picture';

/** What a data set makes of its pictures. */
export interface Fit {
  /** Pixels of a side. */
  readonly size: number;
  /** Share of the shorter side that is kept, around the middle. */
  readonly crop: number;
  /** 3: red, green, blue; 1: grey. */
  readonly channels: 1 | 3;
  /** Whether dark and light change places. */
  readonly invert: boolean;
}

/** What the eye sees of each colour in a grey picture (ITU-R BT.601). */
const greyShares = [0.299, 0.587, 0.114] as const;

/**
 * The middle square of a picture, resized by area average. A picture that is smaller than `size` is enlarged in blocks.
 * @returns row-major [size, size, channels], 0 to 255
 */
export function fitted({ width, height, rgb }: Picture, { size, crop, channels, invert }: Fit): Uint8Array {
  const side = Math.max(1, Math.round(Math.min(width, height) * crop));
  const [left, top] = [(width - side) >> 1, (height - side) >> 1];
  const result = new Uint8Array(size * size * channels);
  const plane = new Float32Array(side * side);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const from = ((top + y) * width + left + x) * 3;
        const light = channels === 3 ? rgb[from + channel]! : grey(rgb, from);
        plane[y * side + x] = (invert ? 255 - light : light) / 255;
      }
    }
    areaAverage(plane, [side, side], [size, size]).forEach((value, at) => {
      result[at * channels + channel] = Math.round(value * 255);
    });
  }
  return result;
}

const grey = (rgb: Uint8Array, at: number) =>
  greyShares.reduce((sum, share, channel) => sum + share * rgb[at + channel]!, 0);
