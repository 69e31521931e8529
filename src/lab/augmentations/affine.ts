import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import type { Random } from '../core/random';
import type { Augmentation } from './augmentation';

export const defaults = {
  /** Greatest shift along each axis, as a fraction of the image's side. */
  shift: 0.1,
  /** Greatest rotation to either side, degrees; drawn clockwise where positive. */
  rotation: 15,
  /** Greatest factor of growth; the smallest is 1 / (1 + scale). */
  scale: 0.2,
  /** Standard deviation of the noise on each pixel, which stays within 0 and 1. */
  noise: 0,
};

/**
 * Shifts, turns and resizes an image about its middle, then adds noise. Each amount is drawn evenly from its range, the
 * factor evenly in its logarithm. Pixels are read by bilinear interpolation; beyond the edge there is 0, bare paper.
 * @throws LabError where an amount is below 0
 */
export function affine(options: Partial<typeof defaults> = {}): Augmentation {
  const set = withDefaults('affine', defaults, options);
  for (const [name, value] of Object.entries(set)) {
    if (value < 0) throw new LabError(`affine: ${name} must be a number of at least 0; got ${value}`);
  }
  const { shift, rotation, scale, noise } = set;
  return {
    name: 'affine',
    options: set,
    apply(image, shape, rng) {
      const [height, width] = shape;
      const symmetric = (most: number) => most * (2 * rng.uniform() - 1);
      const angle = (symmetric(rotation) * Math.PI) / 180;
      const factor = Math.exp(symmetric(Math.log(1 + scale)));
      const [down, right] = [symmetric(shift) * height, symmetric(shift) * width];
      const [cos, sin] = [Math.cos(angle) / factor, Math.sin(angle) / factor];
      const [y0, x0] = [(height - 1) / 2, (width - 1) / 2];
      const moved = resampled(image, shape, (row, column) => {
        const [y, x] = [row - y0 - down, column - x0 - right];
        return [y0 + cos * y - sin * x, x0 + sin * y + cos * x];
      });
      return noise === 0 ? moved : noisy(moved, noise, rng);
    },
  };
}

/** The image with each pixel read, between pixels, from where `from` says. */
function resampled(
  image: Float32Array,
  [height, width, channels]: readonly [number, number, number],
  from: (row: number, column: number) => readonly [number, number],
): Float32Array {
  const at = (row: number, column: number, channel: number) =>
    row < 0 || row >= height || column < 0 || column >= width
      ? 0
      : image[(row * width + column) * channels + channel]!;
  const result = new Float32Array(image.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [y, x] = from(row, column);
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [down, right] = [y - top, x - left];
      for (let channel = 0; channel < channels; channel++) {
        const upper = (1 - right) * at(top, left, channel) + right * at(top, left + 1, channel);
        const lower = (1 - right) * at(top + 1, left, channel) + right * at(top + 1, left + 1, channel);
        result[(row * width + column) * channels + channel] = (1 - down) * upper + down * lower;
      }
    }
  }
  return result;
}

function noisy(image: Float32Array, deviation: number, rng: Random): Float32Array {
  return image.map((value) => Math.min(1, Math.max(0, value + deviation * rng.normal())));
}
