import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { LabError } from '../../../../src/lab/core/labError';
import { classFolds, type Fold } from '../../../../src/lab/datasets/folds';

const goldens = '../shared/goldens/golden.json';

interface Golden {
  readonly n_classes: number;
  readonly trainval: readonly [number, number];
  readonly folds: readonly {
    readonly train_first: number;
    readonly train_n: number;
    readonly val_n: number;
    readonly val_classes_minmax: readonly [number, number];
    readonly val_classes: readonly number[] | null;
    readonly sum_train: number;
    readonly sum_val: number;
  }[];
}

const sum = (classes: readonly number[]) => classes.reduce((total, index) => total + index, 0);

const described = ({ train, validation }: Fold) => ({
  train_first: train[0],
  train_n: train.length,
  val_n: validation.length,
  val_classes_minmax: [validation[0], validation.at(-1)],
  sum_train: sum(train),
  sum_val: sum(validation),
});

describe('classFolds', () => {
  it("are those of the Reality Check's code, on all data sets of the goldens", function () {
    if (!existsSync(goldens)) {
      console.log(`    ${goldens} is not there`);
      this.skip();
    }
    const { mlrc_splits: sets } = JSON.parse(readFileSync(goldens, 'utf8')) as { mlrc_splits: Golden[] };
    assert.equal(sets.length, 4);
    for (const { trainval, folds: expected } of sets) {
      const folds = classFolds(trainval[1] + 1);
      assert.equal(folds.length, expected.length);
      folds.forEach((fold, number) => {
        const golden = expected[number]!;
        const facts = described(fold);
        for (const [name, value] of Object.entries(facts))
          assert.deepEqual(value, golden[name as keyof typeof facts]);
        if (golden.val_classes) assert.deepEqual(fold.validation, golden.val_classes);
      });
    }
  });

  it('leave two classes of Cars196 out of every validation, unless all are to be covered', () => {
    const never = (cut: 'realityCheck' | 'full') => {
      const seen = new Set(classFolds(98, { cut }).flatMap(({ validation }) => validation));
      return Array.from({ length: 98 }, (_, index) => index).filter((index) => !seen.has(index));
    };
    assert.deepEqual(never('realityCheck'), [24, 73]);
    assert.deepEqual(never('full'), []);
  });

  it('train on every class that they do not validate on, in parts of one size or of sizes that differ by 1', () => {
    for (const classes of [2, 5, 7, 20, 98, 101]) {
      for (const folds of [2, 3, 4, 5].filter((number) => number <= classes)) {
        for (const cut of ['realityCheck', 'full'] as const) {
          const made = classFolds(classes, { folds, cut });
          const sizes = made.map(({ validation }) => validation.length);
          assert.ok(Math.max(...sizes) - Math.min(...sizes) <= (cut === 'full' ? 1 : 0));
          assert.ok(Math.min(...sizes) > 0);
          const validated = made.flatMap(({ validation }) => validation);
          assert.equal(new Set(validated).size, validated.length, 'a class is validated on once at most');
          for (const { train, validation } of made) {
            assert.deepEqual(
              [...train, ...validation].sort((a, b) => a - b),
              Array.from({ length: classes }, (_, index) => index),
            );
          }
        }
      }
    }
  });

  it('refuse what cannot be cut', () => {
    const message = (text: string) => new LabError(`classFolds: ${text}`);
    assert.throws(() => classFolds(3), message('4 folds need 4 classes or more; got 3'));
    assert.throws(
      () => classFolds(9, { folds: 1 }),
      message('folds must be a whole number of at least 2; got 1'),
    );
  });
});
