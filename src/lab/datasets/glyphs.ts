import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { random, type Random } from '../core/random';
import type { Dataset, ImageSet } from './dataset';
import { imageSet, type ImageClass } from './imageSet';
import { draw, smooth, type Point } from './ink';

export const defaults = {
  /**
   * Classes in all, at least 10. The second half is for testing; of the first, the last fifth is for validation and the
   * rest for training.
   */
  classes: 200,
  /** Drawings of each class, at least 2. */
  perClass: 20,
  /** Height and width of an image, pixels, 12 to 128. */
  size: 28,
  /** Another seed, other characters. */
  seed: 0,
};

export type GlyphsOptions = typeof defaults;

/**
 * Invented handwriting, made from a seed: the same on every machine, and no files needed.
 *
 * A class is a character of 2 to 4 strokes. All characters take their strokes from one small stock, and every third is
 * its neighbour with one stroke changed, so what tells classes apart is how parts are put together. Each drawing has a
 * hand of its own: slant, size, place, pen, strokes that stray, points that shake.
 *
 * @throws LabError on an option out of its range
 */
export function glyphs(options: Partial<GlyphsOptions> = {}): Dataset {
  const chosen = withDefaults('glyphs', defaults, options);
  check('classes', chosen.classes, 10, 10_000);
  check('perClass', chosen.perClass, 2, 1000);
  check('size', chosen.size, 12, 128);
  check('seed', chosen.seed, 0, 2 ** 32 - 1);
  return { name: 'glyphs', options: chosen, load: () => Promise.resolve(makeGlyphs(chosen)) };
}

function check(name: keyof GlyphsOptions, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new LabError(`glyphs: ${name} must be a whole number from ${least} to ${most}; got ${value}`);
}

function makeGlyphs({ classes, perClass, size, seed }: GlyphsOptions) {
  const stock = makeStock(random(seed, 'glyphs', 'stock'));
  const characters = makeCharacters(classes, stock, random(seed, 'glyphs', 'characters'));
  const drawn = characters.map((character, at): ImageClass => {
    const rng = random(seed, 'glyphs', 'drawings', at);
    return {
      name: `glyph${String(at).padStart(4, '0')}`,
      images: Array.from({ length: perClass }, () => drawCharacter(character, size, rng)),
    };
  });
  const half = Math.floor(classes / 2);
  const kept = half - Math.floor(half / 5);
  const setOf = (from: number, to: number): ImageSet => imageSet(drawn.slice(from, to), [size, size, 1]);
  return { train: setOf(0, kept), validation: setOf(kept, half), test: setOf(half, classes) };
}

/** Points that a pen passes. */
type Stroke = readonly Point[];
/** Strokes about the middle of the sheet. */
type Character = readonly Stroke[];

const strokesInStock = 16;

/** Strokes of 2 to 4 points that turn as they go: lines, bows, hooks, waves. */
function makeStock(rng: Random): Stroke[] {
  return Array.from({ length: strokesInStock }, () => {
    const points: Point[] = [[0, 0]];
    let heading = rng.uniform() * 2 * Math.PI;
    const bend = rng.normal() * 0.9;
    const count = 2 + rng.integer(3);
    for (let at = 1; at < count; at++) {
      const [x, y] = points[at - 1]!;
      points.push([x + Math.cos(heading), y + Math.sin(heading)]);
      heading += bend + rng.normal() * 0.5;
    }
    return fitted([points], 1, [0, 0])[0]!;
  });
}

/** The share of characters that are the one before with a stroke changed. */
const lookalikes = 1 / 3;

function makeCharacters(classes: number, stock: readonly Stroke[], rng: Random): Character[] {
  const plans = new Map<string, Stroke[]>();
  let last: Stroke[] | null = null;
  while (plans.size < classes) {
    last = last && rng.uniform() < lookalikes ? lookalike(last, stock, rng) : newPlan(stock, rng);
    plans.set(last.map(String).sort().join(';'), last); // the same strokes make the same character
  }
  return [...plans.values()].map((plan) => fitted(plan, 0.62, [0.5, 0.5]));
}

function newPlan(stock: readonly Stroke[], rng: Random): Stroke[] {
  return Array.from({ length: 2 + rng.integer(3) }, () => placed(stock, rng));
}

function lookalike(plan: readonly Stroke[], stock: readonly Stroke[], rng: Random): Stroke[] {
  const changed = rng.integer(plan.length);
  return plan.map((stroke, at) => (at === changed ? placed(stock, rng) : stroke));
}

/** A stroke of the stock in one of few places, sizes and turns. */
function placed(stock: readonly Stroke[], rng: Random): Stroke {
  const stroke = stock[rng.integer(stock.length)]!;
  const size = [0.35, 0.5, 0.7][rng.integer(3)]!;
  const [cx, cy] = [0.25 * rng.integer(3), 0.25 * rng.integer(3)];
  const [cos, sin] = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ][rng.integer(4)] as [number, number];
  return stroke.map(([x, y]) => [cx + size * (cos * x - sin * y), cy + size * (sin * x + cos * y)]);
}

/** Moved so that the middle is at `centre`, and scaled so that the longer side is `side`. */
function fitted(strokes: readonly Stroke[], side: number, centre: Point): Stroke[] {
  const [left, right] = extent(strokes, 0);
  const [top, bottom] = extent(strokes, 1);
  const scale = side / Math.max(right - left, bottom - top);
  return strokes.map((stroke) =>
    stroke.map(([x, y]) => [
      centre[0] + scale * (x - (left + right) / 2),
      centre[1] + scale * (y - (top + bottom) / 2),
    ]),
  );
}

function extent(strokes: readonly Stroke[], axis: 0 | 1): [number, number] {
  const values = strokes.flatMap((stroke) => stroke.map((point) => point[axis]));
  return [Math.min(...values), Math.max(...values)];
}

function drawCharacter(character: Character, size: number, rng: Random): Float32Array {
  const hand = makeHand(rng);
  const pen = (size / 28) * (1.2 + 0.8 * rng.uniform());
  const image = new Float32Array(size * size);
  for (const stroke of character) {
    const [dx, dy] = [rng.normal() * 0.03, rng.normal() * 0.03];
    const points = stroke.map(([x, y]) =>
      hand([x + dx + rng.normal() * 0.025, y + dy + rng.normal() * 0.025]),
    );
    draw(image, size, smooth(points), pen);
  }
  return image;
}

/** How one drawing is turned, slanted, stretched and moved as a whole. */
function makeHand(rng: Random): (point: Point) => Point {
  const turn = rng.normal() * 0.2;
  const slant = rng.normal() * 0.2;
  const [width, height] = [Math.exp(rng.normal() * 0.18), Math.exp(rng.normal() * 0.18)];
  const [right, down] = [0.5 + rng.normal() * 0.07, 0.5 + rng.normal() * 0.07];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return ([x, y]) => {
    const [u, v] = [width * (x - 0.5), height * (y - 0.5)];
    const w = u + slant * v;
    return [right + cos * w - sin * v, down + sin * w + cos * v];
  };
}
