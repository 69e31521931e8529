import { LabError } from '../lab/core/labError';
import { foldDefaults } from '../lab/datasets/folds';
import type { FoldChoice } from '../lab/datasets/foldSplits';
import type { Experiment } from '../lab/training/experiment';
import { UsageError } from './usageError';
import { wholeNumber, wholeNumbers } from './wholeNumbers';

/** Which folds; how they are cut where that is said, else as the experiment has it. */
export interface FoldsWish {
  readonly which: readonly number[] | 'all';
  readonly of?: FoldChoice['of'];
  readonly cut?: FoldChoice['cut'];
}

/** What --fold, --folds and --cut say together. @throws UsageError */
export function foldsWish(args: {
  readonly fold: string | undefined;
  readonly folds: string | undefined;
  readonly cut: string | undefined;
}): FoldsWish | undefined {
  const { fold, folds, cut } = args;
  if (fold === undefined) {
    const lonely = folds === undefined ? cut && 'cut' : 'folds';
    if (lonely) throw new UsageError(`option '--${lonely}' needs '--fold', such as --fold all`);
    return undefined;
  }
  return {
    which: fold === 'all' ? fold : wholeNumbers('--fold', fold, 0),
    ...(folds !== undefined && { of: wholeNumber('--folds', folds, 2) }),
    ...(cut !== undefined && { cut: cut as FoldChoice['cut'] }),
  };
}

/**
 * The folds to run on; a single undefined stands for the data set's own validation classes.
 * @throws LabError where there is no such fold
 */
export function foldsToRun(
  { folds }: Pick<Experiment, 'folds'>,
  wish: FoldsWish | undefined,
): readonly (FoldChoice | undefined)[] {
  if (!wish) return [folds && { index: 0, ...folds }];
  const of = wish.of ?? folds?.of ?? foldDefaults.folds;
  const cut = wish.cut ?? folds?.cut ?? foldDefaults.cut;
  const which = wish.which === 'all' ? Array.from({ length: of }, (_, index) => index) : wish.which;
  const strange = which.find((index) => index >= of);
  if (strange !== undefined) throw new LabError(`there is no fold ${strange}; the folds are 0 to ${of - 1}`);
  return which.map((index) => ({ index, of, cut }));
}
