import { createHash } from 'node:crypto';
import type { ImageSet, Splits } from '../lab/datasets/dataset';
import type { RunSplit, SplitSizes } from '../protocol/run';

/** What a run sees of a data set, for its record. */
export function runSplit({ train, validation, test, leftOut }: Splits, fold: RunSplit['fold']): RunSplit {
  const sizes = (size: (set: ImageSet) => number): SplitSizes => ({
    train: size(train),
    validation: size(validation),
    test: size(test),
  });
  return {
    hash: hashOf([train, validation, test]),
    ...(fold && { fold }),
    classes: sizes(({ classNames }) => classNames.length),
    images: sizes(({ labels }) => labels.length),
    ...(leftOut && { leftOut }),
  };
}

function hashOf(sets: readonly ImageSet[]): string {
  const names = sets.map(({ classNames }) => classNames.toSorted());
  return createHash('sha256').update(JSON.stringify(names)).digest('hex');
}
