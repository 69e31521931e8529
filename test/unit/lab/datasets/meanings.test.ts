import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { meanings } from '../../../../src/lab/datasets/meanings';

const nowhere = { folders: [] };

describe('meanings', () => {
  it('shows all meanings of a thing, then one by chance, each in a quarter', async () => {
    const { train } = await meanings({ things: 10, meanings: 3, perThing: 4 }).load(nowhere);
    assert.equal(train.classNames.length, 4);
    const inked = [...train.labels.keys()].map((at) => {
      const image = train.images.subarray(at * 784, (at + 1) * 784);
      const quarters = new Set([...image.keys()].filter((p) => image[p]! > 0).map((p) => 2 * Math.floor(p / 392) + Math.floor((p % 28) / 14))); // prettier-ignore
      return quarters.size;
    });
    assert.deepEqual(
      inked,
      [...train.labels.keys()].map((at) => (at % 2 === 0 ? 3 : 1)),
    );
  });

  it('is the same for the same seed, and another for another', async () => {
    const make = (seed: number) => meanings({ things: 10, perThing: 2, seed }).load(nowhere);
    assert.deepEqual(await make(1), await make(1));
    assert.notDeepEqual((await make(1)).test.images, (await make(2)).test.images);
  });

  it('refuses more meanings than there are quarters', () => {
    assert.throws(
      () => meanings({ meanings: 5 }),
      new LabError(
        'meanings: meanings must be a whole number from 1 to 4, perThing an even number of at least 2; got 5 and 20',
      ),
    );
  });
});
