import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { mosaics } from '../../../../src/lab/datasets/mosaics';

const nowhere = { folders: [] };
const few = { textures: 20, scenes: 4, regions: 2 };

describe('mosaics', () => {
  it('has scenes of whole patches, whose neighbours are mostly of one texture', async () => {
    const { train, validation, test } = await mosaics(few).load(nowhere);
    assert.deepEqual([train.labels.length, validation.labels.length, test.labels.length], [256, 64, 128]);
    assert.deepEqual(train.shape, [8, 8, 1]);
    assert.ok(train.images.every((value) => value >= 0 && value <= 1));
    const beside = [...train.labels.keys()].filter((at) => at % 8 < 7);
    const equal = beside.filter((at) => train.labels[at] === train.labels[at + 1]).length;
    assert.ok(equal > 0.7 * beside.length && equal < beside.length, `${equal} of ${beside.length}`);
  });

  it('has no texture in two splits', async () => {
    const { train, validation, test } = await mosaics(few).load(nowhere);
    const names = [train, validation, test].flatMap(({ classNames }) => classNames);
    assert.equal(new Set(names).size, 20);
  });

  it('is the same for the same seed, and another for another', async () => {
    const make = (seed: number) => mosaics({ ...few, seed }).load(nowhere);
    assert.deepEqual(await make(1), await make(1));
    assert.notDeepEqual((await make(1)).test.images, (await make(2)).test.images);
  });

  it('refuses more regions than the smallest split has textures for', () => {
    assert.throws(() => mosaics({ textures: 20, regions: 3 }), LabError);
  });
});
