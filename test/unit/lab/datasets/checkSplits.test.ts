import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { checkSplits } from '../../../../src/lab/datasets/checkSplits';
import type { Splits } from '../../../../src/lab/datasets/dataset';
import { glyphs } from '../../../../src/lab/datasets/glyphs';

describe('the check of what a data set loads', () => {
  let splits: Splits;
  before(async () => (splits = await glyphs({ classes: 12, perClass: 2, size: 12 }).load({ folders: [] })));

  it('lets a data set pass, without validation classes as well', () => {
    checkSplits('glyphs', splits);
    const { shape } = splits.train;
    const validation = { images: new Float32Array(), shape, labels: new Int32Array(), classNames: [] };
    checkSplits('glyphs', { ...splits, validation });
  });

  const wrong: [string, object, RegExp][] = [
    ['images of another type', { images: [1, 2] }, /images must be a Float32Array/],
    ['labels of another type', { labels: [0, 1] }, /labels must be an Int32Array/],
    ['a shape of two sizes', { shape: [12, 12] }, /shape must be \[height, width, channels\]/],
    [
      'another shape than that of train',
      { shape: [6, 24, 1] },
      /shape is \[6, 24, 1\], of train \[12, 12, 1\]/,
    ],
    ['no names of classes', { classNames: undefined }, /classNames must be a list/],
    ['too few numbers', { images: new Float32Array(7) }, /7 numbers are not 12 images of \[12, 12, 1\]/],
    ['a label of no class', { classNames: ['one'] }, /label 1 of image 2 names none of 1 classes/],
    ['too few names', { names: ['a.png'] }, /1 names for 12 images/],
  ];
  for (const [what, change, says] of wrong) {
    it(`names ${what}, and the split`, () => {
      const test = { ...splits.test, ...change };
      assert.throws(
        () => checkSplits('mine', { ...splits, test }),
        (error: unknown) =>
          error instanceof LabError &&
          error.message.startsWith('mine: what it loads as test does not fit: ') &&
          says.test(error.message),
      );
    });
  }

  it('names a split that is missing', () => {
    const { test: _, ...others } = splits;
    assert.throws(() => checkSplits('mine', others as Splits), /as test does not fit: it is missing/);
    assert.throws(() => checkSplits('mine', {} as Splits), /as train does not fit: it is missing/);
  });
});
