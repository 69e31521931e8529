import { LabError } from '../core/labError';
import { membersOf } from '../core/members';
import type { ImageSet, Splits } from './dataset';
import { classFolds, type FoldSettings } from './folds';
import { gathered } from './gathered';

/** One of several folds. */
export interface FoldChoice {
  /** From 0. */
  readonly index: number;
  readonly of: FoldSettings['folds'];
  readonly cut: FoldSettings['cut'];
}

/** A class, and the set that holds its images. */
interface Place {
  readonly set: ImageSet;
  readonly label: number;
}

/**
 * A data set with its training half cut anew: the classes for training and then those for validation, in the data set's own
 * order, are cut into folds, one of which is for validation. The test half stays as it is.
 * @throws LabError where there is no such fold, or there are fewer classes than folds
 */
export function foldSplits({ train, validation, test }: Splits, { index, of, cut }: FoldChoice): Splits {
  const places = [train, validation].flatMap((set) => set.classNames.map((_, label) => ({ set, label })));
  const fold = classFolds(places.length, { folds: of, cut })[index];
  if (!fold) throw new LabError(`there is no fold ${index}; the folds are 0 to ${of - 1}`);
  const taken = (classes: readonly number[]) =>
    setOf(
      train.shape,
      classes.map((at) => places[at]!),
    );
  return { train: taken(fold.train), validation: taken(fold.validation), test };
}

/** The classes at these places, labelled in their order. */
function setOf(shape: ImageSet['shape'], places: readonly Place[]): ImageSet {
  const rowsOf = new Map(
    [...new Set(places.map(({ set }) => set))].map((set) => [set, membersOf(set.labels)]),
  );
  const rows = places.flatMap(({ set, label: from }, label) =>
    (rowsOf.get(set)!.get(from) ?? []).map((row) => ({ set, row, label })),
  );
  return gathered(rows, { shape, classNames: places.map(({ set, label }) => set.classNames[label]!) });
}
