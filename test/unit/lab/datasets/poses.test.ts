import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { poses } from '../../../../src/lab/datasets/poses';

const nowhere = { folders: [] };
const few = { characters: 10, perCharacter: 6 };

describe('poses', () => {
  it('has targets from -1 to 1, and classes that are cells of them', async () => {
    const { train } = await poses({ ...few, turns: 4, sizes: 2 }).load(nowhere);
    assert.equal(train.targets!.length, 2 * train.labels.length);
    assert.ok(train.targets!.every((value) => Math.abs(value) <= 1));
    train.labels.forEach((label, at) => {
      const [turn, size] = [train.targets![2 * at]!, train.targets![2 * at + 1]!];
      assert.equal(label, 2 * Math.floor((turn + 1) * 2) + Math.floor(size + 1));
    });
    assert.equal(train.classNames.length, 8);
    assert.ok(train.images.every((value) => value >= 0 && value <= 1));
  });

  it('is the same for the same seed, and another for another', async () => {
    const make = (seed: number) => poses({ ...few, seed }).load(nowhere);
    assert.deepEqual(await make(1), await make(1));
    assert.notDeepEqual((await make(1)).test.targets, (await make(2)).test.targets);
  });

  it('has more ink where a drawing is larger', async () => {
    const { train } = await poses({ characters: 20, perCharacter: 20 }).load(nowhere);
    const ink = (large: boolean) => {
      const rows = [...train.labels.keys()].filter((at) => train.targets![2 * at + 1]! > 0 === large);
      const sums = rows.map((at) =>
        train.images.subarray(at * 784, (at + 1) * 784).reduce((a, b) => a + b, 0),
      );
      return sums.reduce((a, b) => a + b, 0) / sums.length;
    };
    assert.ok(ink(true) > 1.2 * ink(false));
  });

  it('refuses a pose out of range', () => {
    assert.throws(() => poses({ growth: 1 }), LabError);
  });
});
