import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { random, type Random } from '../core/random';
import type { Dataset, ImageSet } from './dataset';

export const defaults = {
  /** Textures in all, at least 10. The second half is for testing; of the first, the last fifth is for validation. */
  textures: 60,
  /** Scenes for training; there are half as many for testing, and a quarter for validation. */
  scenes: 120,
  /** Patches along each side of a scene. */
  side: 8,
  /** Regions of a scene, each with a texture of its own. */
  regions: 4,
  /** Standard deviation of the noise on each pixel. */
  noise: 0.15,
  /** Another seed, other textures and scenes. */
  seed: 0,
};

/** Height and width of a patch, pixels. */
const patch = 8;

/**
 * Scenes of textured regions, cut into patches: an image is a patch, its class the texture at its middle. Patches stand
 * scene after scene, row by row, so that those next to one another in a scene can be found by their number.
 *
 * A texture is stripes of one direction and width with a second wave across them; a region takes in what lies nearest to
 * its seed. Patches on a border show both textures.
 * @throws LabError on an option out of its range
 */
export function mosaics(options: Partial<typeof defaults> = {}): Dataset {
  const set = withDefaults('mosaics', defaults, options);
  const { textures, scenes, side, regions, noise } = set;
  const counts = [textures - 9, scenes - 3, side - 1, regions];
  if (
    !counts.every((count) => Number.isInteger(count) && count > 0) ||
    noise < 0 ||
    regions > textures / 10
  ) {
    throw new LabError(
      `mosaics: textures must be at least 10, scenes 4, side 2, regions 1 to a tenth of the textures, noise 0; got ${textures}, ${scenes}, ${side}, ${regions}, ${noise}`,
    );
  }
  return { name: 'mosaics', options: set, load: () => Promise.resolve(makeMosaics(set)) };
}

function makeMosaics(set: typeof defaults) {
  const half = Math.floor(set.textures / 2);
  const kept = half - Math.floor(half / 5);
  return {
    train: scenesOf('train', [0, kept], set.scenes, set),
    validation: scenesOf('validation', [kept, half], Math.ceil(set.scenes / 4), set),
    test: scenesOf('test', [half, set.textures], Math.ceil(set.scenes / 2), set),
  };
}

function scenesOf(
  split: string,
  [first, end]: readonly [number, number],
  scenes: number,
  set: typeof defaults,
): ImageSet {
  const { side, seed } = set;
  const textures = Array.from({ length: end - first }, (_, at) =>
    textureOf(random(seed, 'mosaics', first + at)),
  );
  const images = new Float32Array(scenes * side ** 2 * patch ** 2);
  const labels = new Int32Array(scenes * side ** 2);
  for (let scene = 0; scene < scenes; scene++) {
    const rng = random(seed, 'mosaics', split, scene);
    const textureAt = regionsOf(textures.length, set, rng);
    for (let node = 0; node < side ** 2; node++) {
      const at = scene * side ** 2 + node;
      const corner = [patch * Math.floor(node / side), patch * (node % side)] as const;
      labels[at] = textureAt(corner[0] + patch / 2, corner[1] + patch / 2);
      for (let pixel = 0; pixel < patch ** 2; pixel++) {
        const [y, x] = [corner[0] + Math.floor(pixel / patch), corner[1] + (pixel % patch)];
        const ink = textures[textureAt(y, x)]!(y, x) + set.noise * rng.normal();
        images[at * patch ** 2 + pixel] = Math.min(1, Math.max(0, ink));
      }
    }
  }
  const classNames = textures.map((_, at) => `texture${String(first + at).padStart(3, '0')}`);
  return { images, shape: [patch, patch, 1], labels, classNames };
}

/** Ink at a place, 0 to 1. */
function textureOf(rng: Random): (y: number, x: number) => number {
  const waves = [1, 0.5].map((weight) => {
    const [turn, length, phase] = [
      Math.PI * rng.uniform(),
      3 + 5 * rng.uniform(),
      2 * Math.PI * rng.uniform(),
    ];
    return (y: number, x: number) =>
      weight * Math.sin((2 * Math.PI * (y * Math.cos(turn) + x * Math.sin(turn))) / length + phase);
  });
  return (y, x) => 0.5 + waves.reduce((sum, wave) => sum + wave(y, x), 0) / 3;
}

/** Which texture is at a place: that of the nearest seed. */
function regionsOf(
  textures: number,
  { side, regions }: typeof defaults,
  rng: Random,
): (y: number, x: number) => number {
  const length = side * patch;
  const chosen = new Set<number>();
  while (chosen.size < Math.min(regions, textures)) chosen.add(rng.integer(textures));
  const seeds = [...chosen].map((texture) => ({
    texture,
    y: length * rng.uniform(),
    x: length * rng.uniform(),
  }));
  return (y, x) => {
    const apart = seeds.map((seed) => Math.hypot(seed.y - y, seed.x - x));
    return seeds[apart.indexOf(Math.min(...apart))]!.texture;
  };
}
