import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import type { Random } from '../core/random';
import { resampled } from '../core/resampled';
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

function noisy(image: Float32Array, deviation: number, rng: Random): Float32Array {
  return image.map((value) => Math.min(1, Math.max(0, value + deviation * rng.normal())));
}
