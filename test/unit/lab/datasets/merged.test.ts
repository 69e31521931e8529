import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { glyphs } from '../../../../src/lab/datasets/glyphs';
import { merged } from '../../../../src/lab/datasets/merged';

const nowhere = { folders: [] };

describe('merged', () => {
  const apart = glyphs({ classes: 20, perClass: 3 });

  it('makes one class of several side by side, and drops what is left', async () => {
    const [{ train, validation }, before] = [
      await merged(apart, { classes: 3 }).load(nowhere),
      await apart.load(nowhere),
    ];
    assert.deepEqual([before.train.classNames.length, before.validation.classNames.length], [8, 2]);
    assert.deepEqual(train.classNames, ['glyph0000+glyph0001+glyph0002', 'glyph0003+glyph0004+glyph0005']);
    assert.deepEqual([...train.labels], [...Array<number>(9).fill(0), ...Array<number>(9).fill(1)]);
    assert.deepEqual(train.images, before.train.images.subarray(0, 18 * 784));
    assert.equal(validation.labels.length, 0);
  });

  it('refuses groups of no whole number', () => {
    assert.throws(
      () => merged(apart, { classes: 1.5 }),
      new LabError('merged: classes must be a whole number of at least 1; got 1.5'),
    );
  });
});
