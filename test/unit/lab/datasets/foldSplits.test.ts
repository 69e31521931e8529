import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { LabError } from '../../../../src/lab/core/labError';
import type { ImageSet, Splits } from '../../../../src/lab/datasets/dataset';
import { foldSplits } from '../../../../src/lab/datasets/foldSplits';
import { imageSet } from '../../../../src/lab/datasets/imageSet';

const goldens = '../shared/goldens/golden.json';

/** Classes `first` to `last`, `last` left out, of two images each that hold the class's number, and 0.5 less or more. */
function classes(first: number, last: number, superOf?: (at: number) => string): ImageSet {
  const numbers = Array.from({ length: last - first }, (_, at) => first + at);
  return imageSet(
    numbers.map((at) => ({
      name: `c${at}`,
      ...(superOf && { superClass: superOf(at) }),
      images: [Float32Array.of(at), Float32Array.of(at + 0.5)],
    })),
    [1, 1, 1],
  );
}

const realityCheck = (index: number, of = 4) => ({ index, of, cut: 'realityCheck' }) as const;

describe('foldSplits', () => {
  it("cuts the training half as the goldens' folds, whatever was for validation before", function () {
    if (!existsSync(goldens)) {
      console.log(`    ${goldens} is not there`);
      this.skip();
    }
    interface Golden {
      readonly n_classes: number;
      readonly trainval: readonly [number, number];
      readonly folds: readonly {
        readonly sum_train: number;
        readonly sum_val: number;
        readonly val_n: number;
      }[];
    }
    const { mlrc_splits: sets } = JSON.parse(readFileSync(goldens, 'utf8')) as { mlrc_splits: Golden[] };
    const numbers = ({ classNames }: ImageSet) => classNames.map((name) => Number(name.slice(1)));
    const sum = (all: readonly number[]) => all.reduce((total, number) => total + number, 0);
    for (const { n_classes: all, trainval, folds } of sets.filter(({ n_classes }) => n_classes < 1000)) {
      const known = trainval[1] + 1;
      const splits = {
        train: classes(0, known - 7),
        validation: classes(known - 7, known),
        test: classes(known, all),
      };
      folds.forEach(({ sum_train, sum_val, val_n }, index) => {
        const fold = foldSplits(splits, realityCheck(index));
        assert.equal(fold.validation.classNames.length, val_n);
        assert.deepEqual([sum(numbers(fold.train)), sum(numbers(fold.validation))], [sum_train, sum_val]);
        assert.equal(fold.test, splits.test);
      });
    }
  });

  it('keeps each image with its class', () => {
    const fold = foldSplits(
      { train: classes(0, 5), validation: classes(5, 8), test: classes(8, 9) },
      realityCheck(1),
    );
    assert.deepEqual(fold.validation.classNames, ['c0', 'c1']);
    for (const set of [fold.train, fold.validation]) {
      assert.equal(set.labels.length, 2 * set.classNames.length);
      const names = Array.from(set.images, (ink) => `c${Math.floor(ink)}`);
      assert.deepEqual(
        Array.from(set.labels, (label) => set.classNames[label]),
        names,
      );
    }
  });

  it('keeps super-classes of one name together, and the targets of each image', () => {
    const superOf = (at: number) => (at < 3 ? 'low' : 'high');
    const withTargets = (set: ImageSet): ImageSet => ({
      ...set,
      targets: Float32Array.from([...set.images].flatMap((ink) => [ink, -ink])),
    });
    const splits: Splits = {
      train: withTargets(classes(0, 4, superOf)),
      validation: withTargets(classes(4, 6, superOf)),
      test: classes(6, 7),
    };
    const { train } = foldSplits(splits, realityCheck(1, 3));
    assert.deepEqual(train.classNames, ['c2', 'c3', 'c4', 'c5']);
    assert.deepEqual(
      Array.from(train.superLabels!, (label) => train.superNames![label]),
      ['low', 'low', 'high', 'high', 'high', 'high', 'high', 'high'],
    );
    assert.deepEqual(
      [...train.targets!],
      [...train.images].flatMap((ink) => [ink, -ink]),
    );
  });

  it('keeps unnamed super-classes of the two sets apart', () => {
    const unnamed = (set: ImageSet): ImageSet => ({ ...set, superLabels: set.labels });
    const splits = { train: unnamed(classes(0, 3)), validation: unnamed(classes(3, 6)), test: classes(6, 7) };
    const { train } = foldSplits(splits, realityCheck(0, 3));
    assert.equal(new Set(train.superLabels).size, 4);
  });

  it('refuses a fold that there is not', () => {
    const splits = { train: classes(0, 4), validation: classes(4, 6), test: classes(6, 7) };
    assert.throws(
      () => foldSplits(splits, realityCheck(4)),
      new LabError('there is no fold 4; the folds are 0 to 3'),
    );
  });
});
