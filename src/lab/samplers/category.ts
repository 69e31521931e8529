import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { shuffled, type Random } from '../core/random';
import { classesBySuperClass } from '../core/superClasses';

/** The paper's values. */
export const defaults = {
  /** Images of a batch, an even number. */
  batchSize: 256,
  /** Batches of each pair of super-classes in an epoch; the authors have 5 for Stanford Online Products, 2 for In-Shop. */
  batchesPerPair: 5,
};

/**
 * Category batches: half of a batch from each of two super-classes, in whole classes, so that negatives look alike.
 *
 * One epoch goes through all pairs of super-classes in random order, each `batchesPerPair` times. A half is filled with
 * whole classes in fresh random order; the last one is cut where the half is full, so it may have a single image. Every
 * pair comes equally often, so images of a small super-class are met more often than those of a great one.
 * @paper fastap, section 4.2, the batches by category
 * @param labels one per sample of the data set
 * @param superLabels the super-class of each sample
 * @returns batches of `batchSize` indices of samples, those of a super-class side by side, and within it those of a class
 * @throws LabError without super-classes, or where one has fewer images than half of a batch
 */
export function* category(
  labels: Int32Array,
  rng: Random,
  options: Partial<typeof defaults> = {},
  superLabels?: Int32Array,
): Generator<Int32Array> {
  const { batchSize, batchesPerPair } = withDefaults('category', defaults, options);
  checkPositiveInteger('category', 'batchSize', batchSize);
  checkPositiveInteger('category', 'batchesPerPair', batchesPerPair);
  const half = batchSize / 2;
  if (!Number.isInteger(half)) throw new LabError(`category: batchSize must be even; got ${batchSize}`);
  const superClasses = classesBySuperClass('category', labels, superLabels);
  if (superClasses.length < 2) {
    throw new LabError('category: the data has only one super-class, but a batch takes two');
  }
  const least = Math.min(...superClasses.map((classes) => classes.flat().length));
  if (least < half) {
    throw new LabError(
      `category: half a batch is ${half} images, but a super-class has only ${least}; lower batchSize`,
    );
  }
  const pairs = superClasses.flatMap((first, at) =>
    superClasses
      .slice(at + 1)
      .flatMap((second) => Array.from({ length: batchesPerPair }, () => [first, second])),
  );
  for (const pair of shuffled(pairs, rng)) {
    yield Int32Array.from(pair.flatMap((classes) => shuffled(classes, rng).flat().slice(0, half)));
  }
}
