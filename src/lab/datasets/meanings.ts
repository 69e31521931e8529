import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { random, shuffled } from '../core/random';
import { areaAverage } from './areaAverage';
import type { Dataset, ImageSet } from './dataset';
import { glyphs } from './glyphs';
import { imageSet, type ImageClass } from './imageSet';

export const defaults = {
  /** Things in all; each is a class. Halves and fifths are cut as those of glyphs. */
  things: 100,
  /** Meanings of a thing, 1 to 4: characters that no other thing has. */
  meanings: 2,
  /** Images of each thing, an even number. */
  perThing: 20,
  /** Another seed, other characters and places. */
  seed: 0,
};

/** Quarters of an image: row and column of the corner. */
const quarters = [
  [0, 0],
  [0, 14],
  [14, 0],
  [14, 14],
] as const;

/**
 * Things with several meanings, each a character, in images of four quarters: of a thing's images the first, third, ... show
 * all of its meanings, the others one by chance, each in a quarter by chance. So two images of one thing may have nothing
 * in common.
 * @throws LabError on an option out of its range
 */
export function meanings(options: Partial<typeof defaults> = {}): Dataset {
  const set = withDefaults('meanings', defaults, options);
  const { things, meanings: each, perThing, seed } = set;
  if (!Number.isInteger(each) || each < 1 || each > 4 || !Number.isInteger(perThing / 2) || perThing < 2) {
    throw new LabError(
      `meanings: meanings must be a whole number from 1 to 4, perThing an even number of at least 2; got ${each} and ${perThing}`,
    );
  }
  const characters = glyphs({ classes: things * each, perClass: perThing, seed });
  return {
    name: 'meanings',
    options: set,
    async load(from) {
      const { train, validation, test } = await characters.load(from);
      const of = (images: ImageSet) => thingsOf(images, set);
      return { train: of(train), validation: of(validation), test: of(test) };
    },
  };
}

function thingsOf(characters: ImageSet, { meanings: each, perThing, seed }: typeof defaults): ImageSet {
  const pixels = 28 * 28;
  const things = Math.floor(characters.classNames.length / each);
  const drawn = Array.from({ length: things }, (_, thing): ImageClass => {
    const first = thing * each;
    const names = characters.classNames.slice(first, first + each);
    const rng = random(seed, 'meanings', ...names);
    const images = Array.from({ length: perThing }, (_drawing, drawing) => {
      const all = Array.from({ length: each }, (_meaning, meaning) => first + meaning);
      const shown = drawing % 2 === 0 ? all : [first + rng.integer(each)];
      const places = shuffled(quarters, rng);
      const image = new Float32Array(pixels);
      shown.forEach((character, at) => {
        const row = (character * perThing + drawing) * pixels;
        place(characters.images.subarray(row, row + pixels), image, places[at]!);
      });
      return image;
    });
    return { name: names.join('+'), images };
  });
  return imageSet(drawn, characters.shape);
}

/** Draws a character at half its size into a quarter. */
function place(character: Float32Array, image: Float32Array, [top, left]: readonly [number, number]): void {
  const small = areaAverage(character, [28, 28], [14, 14]);
  for (let row = 0; row < 14; row++) {
    image.set(small.subarray(row * 14, (row + 1) * 14), (top + row) * 28 + left);
  }
}
