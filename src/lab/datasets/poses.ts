import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { random, type Random } from '../core/random';
import { resampled } from '../core/resampled';
import type { Dataset, ImageSet } from './dataset';
import { glyphs } from './glyphs';

export const defaults = {
  /** Characters in all, at least 10; halves and fifths are cut as those of glyphs. */
  characters: 200,
  /** Drawings of each character, at least 2. */
  perCharacter: 20,
  /** Height and width of an image, pixels, 12 to 128. */
  size: 28,
  /** Greatest turn to either side, degrees, above 0 to 180. */
  turn: 75,
  /** Greatest factor by which a drawing is larger or smaller, above 1. */
  growth: 1.5,
  /** Cells that the turns are cut into. */
  turns: 5,
  /** Cells that the sizes are cut into. */
  sizes: 3,
  /** Another seed, other characters and poses. */
  seed: 0,
};

/**
 * Glyphs in known poses: what counts is how a character is turned and how large it is, not which one it is. Each stands on
 * a line, without which nobody could tell how an unknown character is turned.
 *
 * Targets are the turn and the logarithm of the factor, each from -1 to 1. A class is a cell of equal poses, so that scores
 * of retrieval tell whether near images have near poses; the classes of a split are on characters that no other split has.
 * @throws LabError on an option out of its range
 */
export function poses(options: Partial<typeof defaults> = {}): Dataset {
  const set = withDefaults('poses', defaults, options);
  const { characters, perCharacter, size, seed, turn, growth, turns, sizes } = set;
  const right =
    turn > 0 && turn <= 180 && growth > 1 && [turns, sizes].every((n) => Number.isInteger(n) && n > 0);
  if (!right) {
    throw new LabError(
      `poses: turn must be above 0 to 180, growth above 1, turns and sizes whole numbers of at least 1; got ${turn}, ${growth}, ${turns}, ${sizes}`,
    );
  }
  const drawn = glyphs({ classes: characters, perClass: perCharacter, size, seed });
  return {
    name: 'poses',
    options: set,
    async load(from) {
      const { train, validation, test } = await drawn.load(from);
      const posed = (name: string, images: ImageSet) =>
        inPoses(name, images, set, random(seed, 'poses', name));
      return {
        train: posed('train', train),
        validation: posed('validation', validation),
        test: posed('test', test),
      };
    },
  };
}

function inPoses(
  split: string,
  { images, shape, labels }: ImageSet,
  set: typeof defaults,
  rng: Random,
): ImageSet {
  const pixels = shape[0] * shape[1];
  const targets = Float32Array.from({ length: 2 * labels.length }, () => 2 * rng.uniform() - 1);
  const posed = new Float32Array(images.length);
  const cells = labels.map((_, at) => {
    const [turn, growth] = [targets[2 * at]!, targets[2 * at + 1]!];
    const image = onLine(images.subarray(at * pixels, (at + 1) * pixels), shape);
    posed.set(inPose(image, shape, (turn * set.turn * Math.PI) / 180, set.growth ** growth), at * pixels);
    return cellOf(turn, set.turns) * set.sizes + cellOf(growth, set.sizes);
  });
  const classNames = Array.from(
    { length: set.turns * set.sizes },
    (_, cell) => `${split}/turn${Math.floor(cell / set.sizes)}size${cell % set.sizes}`,
  );
  return { images: posed, shape, labels: cells, classNames, targets };
}

/** Which of so many cells of equal width from -1 to 1 a value lies in. */
function cellOf(value: number, cells: number): number {
  return Math.min(cells - 1, Math.floor(((value + 1) / 2) * cells));
}

/** A copy with a line below the character, half as long as the image is wide. */
function onLine(image: Float32Array, [height, width]: ImageSet['shape']): Float32Array {
  const ruled = image.slice();
  const row = Math.round(0.88 * height) - 1;
  ruled.fill(1, row * width + Math.round(width / 4), row * width + Math.round((3 * width) / 4));
  return ruled;
}

/** The image turned about its middle, and larger by a factor. */
function inPose(image: Float32Array, shape: ImageSet['shape'], angle: number, factor: number): Float32Array {
  const [cos, sin] = [Math.cos(angle) / factor, Math.sin(angle) / factor];
  const [y0, x0] = [(shape[0] - 1) / 2, (shape[1] - 1) / 2];
  return resampled(image, shape, (row, column) => {
    const [y, x] = [row - y0, column - x0];
    return [y0 + cos * y - sin * x, x0 + sin * y + cos * x];
  });
}
