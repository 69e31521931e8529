import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import type { ImageSet } from '../../../../src/lab/datasets/dataset';
import { glyphs } from '../../../../src/lab/datasets/glyphs';

const nowhere = { folders: [] };
const pixels = 28 * 28;

/** The share of images whose nearest other image, pixel by pixel, is of their class. */
function nearestByPixels({ images, labels }: ImageSet): number {
  const rows = Array.from(labels, (_, at) => images.subarray(at * pixels, (at + 1) * pixels));
  const square = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, at) => sum + (value - b[at]!) ** 2, 0);
  const hits = rows.filter((row, at) => {
    const distances = rows.map((other, index) => (index === at ? Infinity : square(row, other)));
    return labels[distances.indexOf(Math.min(...distances))] === labels[at];
  });
  return hits.length / rows.length;
}

describe('glyphs', () => {
  it('splits its classes: second half test, a fifth of the first validation', async () => {
    const { train, validation, test } = await glyphs({ classes: 25, perClass: 3 }).load(nowhere);
    assert.deepEqual(
      [train, validation, test].map(({ classNames, labels }) => [classNames.length, labels.length]),
      [
        [10, 30],
        [2, 6],
        [13, 39],
      ],
    );
    const all = [train, validation, test].flatMap((set) => set.classNames);
    assert.equal(new Set(all).size, 25);
    assert.deepEqual([...train.labels.subarray(0, 7)], [0, 0, 0, 1, 1, 1, 2]);
  });

  it('has every image drawn, within the range, and no two alike', async () => {
    const { train } = await glyphs({ classes: 40, perClass: 5 }).load(nowhere);
    assert.deepEqual(train.shape, [28, 28, 1]);
    assert.ok(train.images.every((value) => value >= 0 && value <= 1));
    const rows = Array.from(train.labels, (_, at) => train.images.subarray(at * pixels, (at + 1) * pixels));
    assert.ok(rows.every((row) => row.reduce((sum, value) => sum + value, 0) > 8));
    assert.equal(new Set(rows.map((row) => row.join())).size, rows.length);
  });

  it('is the same for the same seed, and another for another', async () => {
    const make = (seed: number) => glyphs({ classes: 10, perClass: 4, seed }).load(nowhere);
    const [first, again, other] = [await make(5), await make(5), await make(6)];
    assert.deepEqual(first, again);
    assert.notDeepEqual(first.test.images, other.test.images);
  });

  it('draws more of the same characters where more are asked for', async () => {
    const few = await glyphs({ classes: 10, perClass: 2 }).load(nowhere);
    const many = await glyphs({ classes: 10, perClass: 6 }).load(nowhere);
    assert.deepEqual(many.test.images.subarray(0, 2 * pixels), few.test.images.subarray(0, 2 * pixels));
  });

  it('draws the same picture at any size', async () => {
    const mean = async (size: number) => {
      const { images } = (await glyphs({ classes: 10, perClass: 4, size }).load(nowhere)).test;
      return images.reduce((sum, value) => sum + value, 0) / images.length;
    };
    assert.ok(Math.abs((await mean(56)) / (await mean(28)) - 1) < 0.05);
  });

  it('cannot be told apart by pixels, nor is it noise', async () => {
    const { test } = await glyphs({ classes: 100, perClass: 10 }).load(nowhere);
    const score = nearestByPixels(test);
    assert.ok(score > 0.1 && score < 0.4, `R@1 of pixels ${score}`);
  });

  it('refuses options out of range', () => {
    const cases = [
      [{ classes: 9 }, 'classes must be a whole number from 10 to 10000; got 9'],
      [{ perClass: 1 }, 'perClass must be a whole number from 2 to 1000; got 1'],
      [{ size: 28.5 }, 'size must be a whole number from 12 to 128; got 28.5'],
      [{ seed: -1 }, 'seed must be a whole number from 0 to 4294967295; got -1'],
    ] as const;
    for (const [options, message] of cases) {
      assert.throws(
        () => glyphs(options),
        (error) => error instanceof LabError && error.message === `glyphs: ${message}`,
      );
    }
  });
});
