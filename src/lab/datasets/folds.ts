import { LabError } from '../core/labError';
import { choice } from '../core/options';

/** Classes by their index. Both ascend and share none. */
export interface Fold {
  readonly train: readonly number[];
  readonly validation: readonly number[];
}

export interface FoldSettings {
  /** How many, at least 2; 4 in the paper. */
  readonly folds: number;
  /**
   * `realityCheck`: as the paper's published code, to compare with its figures. `full`: parts of sizes that differ by 1 at most,
   * so that each class is validated on exactly once.
   */
  readonly cut: (typeof foldCuts)[number];
}

/** As in the paper. */
export const foldDefaults: FoldSettings = { folds: 4, cut: 'realityCheck' };

export const foldCuts = ['realityCheck', 'full'] as const;

/**
 * Class-disjoint folds for cross-validation: runs of neighbouring classes, one of which is for validation, the others for training.
 *
 * `realityCheck` takes the last run first, then the others from the first on. A run of validation classes is the number of classes
 * by the number of folds, rounded down; where that leaves a remainder, a few classes are never validated on: of the 98 of
 * Cars196, 24 and 73 are not. A run ends where its share of all classes does, rounded down.
 * @paper metric-learning-reality-check, its cross-validation
 * @param classes how many there are to train on: the first half of a data set, in its own order; the rest is for testing
 * @throws LabError where there are fewer classes than folds, or a number counts nothing
 */
export function classFolds(classes: number, settings: Partial<FoldSettings> = {}): Fold[] {
  const { folds = foldDefaults.folds, cut = foldDefaults.cut } = settings;
  if (!Number.isInteger(folds) || folds < 2) {
    throw new LabError(`classFolds: folds must be a whole number of at least 2; got ${folds}`);
  }
  if (!Number.isInteger(classes) || classes < folds) {
    throw new LabError(`classFolds: ${folds} folds need ${folds} classes or more; got ${classes}`);
  }
  const all = Array.from({ length: classes }, (_, index) => index);
  return choice(
    'classFolds',
    'cut',
    cuts,
    cut,
  )(classes, folds).map(([start, end]) => ({
    train: [...all.slice(0, start), ...all.slice(end)],
    validation: all.slice(start, end),
  }));
}

type Run = readonly [start: number, end: number];

/** Where the validation classes of each fold lie. */
const cuts: Readonly<Record<FoldSettings['cut'], (classes: number, folds: number) => Run[]>> = {
  full: (classes, folds) =>
    Array.from({ length: folds }, (_, fold) => [
      Math.floor((fold * classes) / folds),
      Math.floor(((fold + 1) * classes) / folds),
    ]),
  realityCheck: (classes, folds) => {
    const size = Math.floor(classes / folds);
    return Array.from({ length: folds }, (_, fold) => {
      const end = fold === 0 ? classes : Math.floor((fold * classes) / folds);
      return [end - size, end];
    });
  },
};
