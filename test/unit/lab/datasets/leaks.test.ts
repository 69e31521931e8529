import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import type { Dataset, Splits } from '../../../../src/lab/datasets/dataset';
import { glyphs } from '../../../../src/lab/datasets/glyphs';
import { imageSet } from '../../../../src/lab/datasets/imageSet';
import { withoutLeaks } from '../../../../src/lab/datasets/leaks';
import { meanings } from '../../../../src/lab/datasets/meanings';
import { merged } from '../../../../src/lab/datasets/merged';
import { mosaics } from '../../../../src/lab/datasets/mosaics';
import { poses } from '../../../../src/lab/datasets/poses';

/** Two classes a split, two images a class, each of its own ink. */
function sound(): Splits {
  const setOf = (split: number) =>
    imageSet(
      [0, 1].map((label) => ({
        name: `class${2 * split + label}`,
        names: [0, 1].map((at) => `folder/${split}${label}${at}.png`),
        images: [0, 1].map((at) => Float32Array.of(0.01 * (4 * split + 2 * label + at), 0.5)),
      })),
      [1, 2, 1],
    );
  return { train: setOf(0), validation: setOf(1), test: setOf(2) };
}

const message = (splits: Splits): string => {
  try {
    withoutLeaks({ name: 'birds' }, splits);
  } catch (error) {
    assert.ok(error instanceof LabError);
    return error.message;
  }
  return '';
};

describe('the check for leaks', () => {
  it('lets sound splits pass, with images twice in one split as well', () => {
    const splits = sound();
    splits.test.images.copyWithin(2, 0, 2);
    assert.equal(message(splits), '');
  });

  it('names a class that is in two splits', () => {
    const splits = sound();
    const test = { ...splits.test, classNames: ['class4', 'class1'] };
    assert.match(
      message({ ...splits, test }),
      /^birds: the splits leak.*\n {2}class in train and in test: class1\n/,
    );
  });

  it('names an item that is in two splits', () => {
    const splits = sound();
    const names = splits.validation.names!.with(3, 'folder/000.png');
    assert.match(
      message({ ...splits, validation: { ...splits.validation, names } }),
      /\n {2}item in train and in validation: folder\/000\.png\n/,
    );
  });

  it('names both files of an image that is in train and in test, whatever they are called', () => {
    const splits = sound();
    splits.test.images.set(splits.train.images.subarray(2, 4), 4);
    assert.match(
      message(splits),
      /image, equal in every pixel, in train and in test: folder\/210\.png \(there folder\/001\.png\)/,
    );
    const { names: _, ...train } = splits.train;
    assert.match(
      message({ ...splits, train }),
      /folder\/210\.png \(there image 1 of the split, class class0\)/,
    );
  });

  it('names a few of many', () => {
    const splits = sound();
    const text = message({ ...splits, test: splits.train });
    assert.match(text, /class in train and in test: class0\n/);
    const many = { ...splits.train, classNames: Array.from({ length: 9 }, (_, at) => `c${at}`) };
    assert.match(message({ ...splits, train: many, test: many }), /and 4 more of the kind/);
  });

  describe('where duplicates are left out', () => {
    const dataset = { name: 'birds', duplicates: 'leaveOut' } as const;
    /** Copies: of a test image one in train and one in validation, of a validation image one in train. */
    function copied(): Splits {
      const { train, validation, test } = sound();
      train.images.set(test.images.subarray(0, 2), 2);
      train.images.set(validation.images.subarray(4, 6), 4);
      validation.images.set(test.images.subarray(0, 2), 0);
      return { train, validation, test };
    }

    it('test keeps all that it has, validation what is not in test, train what is in neither', () => {
      const splits = copied();
      const { train, validation, test, leftOut } = withoutLeaks(dataset, splits);
      assert.deepEqual(leftOut, { train: 2, validation: 1 });
      assert.equal(test, splits.test);
      assert.deepEqual(train.names, ['folder/000.png', 'folder/011.png']);
      assert.deepEqual(validation.names, ['folder/101.png', 'folder/110.png', 'folder/111.png']);
      assert.deepEqual([...train.labels], [0, 1]);
      assert.deepEqual(
        train.images,
        Float32Array.of(...[0, 6].flatMap((at) => [...splits.train.images.subarray(at, at + 2)])),
      );
      withoutLeaks({ name: 'birds' }, { train, validation, test });
    });

    it('classes are refused of which nothing would be left, and leaks by name as ever', () => {
      const splits = copied();
      splits.train.images.set(splits.test.images.subarray(2, 4), 0);
      assert.throws(() => withoutLeaks(dataset, splits), /every image of class class0 is equal to one/);
      const test = { ...splits.test, classNames: ['class4', 'class1'] };
      assert.throws(() => withoutLeaks(dataset, { ...splits, test }), /class in train and in test: class1/);
    });

    it('says so where they are refused, if nothing else leaks', () => {
      const refusing = { name: 'birds', duplicates: 'refuse' } as const;
      assert.throws(() => withoutLeaks(refusing, copied()), /Or have the copies left out .*: 'leaveOut'\.$/);
    });
  });

  const all: Dataset[] = [
    glyphs({ classes: 40, size: 12 }),
    merged(glyphs({ classes: 40, size: 12 }), { classes: 2 }),
    poses({ characters: 20, perCharacter: 10 }),
    meanings(),
    mosaics(),
  ];
  for (const dataset of all) {
    it(`lets ${dataset.name} pass`, async () => {
      const splits = await dataset.load({ folders: [] });
      assert.equal(withoutLeaks(dataset, splits), splits);
    });
  }
});
