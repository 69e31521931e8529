import { LabError } from '../core/labError';
import { someOf } from '../core/members';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { shuffled, type Random } from '../core/random';
import { classesBySuperClass } from '../core/superClasses';

export const defaults = {
  /** Super-classes in a batch. */
  superClasses: 2,
  /** Classes in a batch, a multiple of `superClasses`. */
  classes: 16,
  /** Samples of each class. */
  perClass: 4,
  /** Batches of each group of super-classes in an epoch. */
  batchesPerGroup: 4,
};

/**
 * Hierarchical batches: few super-classes, some classes of each, some samples of each class.
 *
 * Between random classes x samples and whole categories: negatives of one super-class look alike, and every anchor has
 * positives. One epoch puts the super-classes in random order and into groups; what does not fill a group is dropped. Each
 * group gives `batchesPerGroup` batches of classes drawn afresh, so a class may come twice in an epoch, or not at all; in
 * time every one comes. A class with fewer samples than wanted repeats some.
 * @paper fastap, section 4.2, its category batches with classes x samples in each
 * @param labels one per sample of the data set
 * @param superLabels the super-class of each sample
 * @returns batches of classes · perClass indices of samples, those of a class side by side
 * @throws LabError without super-classes, or where there are too few of them, or of classes in one
 */
export function* hierarchical(
  labels: Int32Array,
  rng: Random,
  options: Partial<typeof defaults> = {},
  superLabels?: Int32Array,
): Generator<Int32Array> {
  const set = withDefaults('hierarchical', defaults, options);
  for (const [name, value] of Object.entries(set)) checkPositiveInteger('hierarchical', name, value);
  const { superClasses, classes, perClass, batchesPerGroup } = set;
  const share = classes / superClasses;
  if (!Number.isInteger(share)) {
    throw new LabError(
      `hierarchical: classes must be a multiple of superClasses, ${superClasses}; got ${classes}`,
    );
  }
  const all = classesBySuperClass('hierarchical', labels, superLabels);
  if (superClasses > all.length) {
    throw new LabError(
      `hierarchical: superClasses is ${superClasses}, but the data has only ${all.length}; lower it`,
    );
  }
  const least = Math.min(...all.map(({ length }) => length));
  if (share > least) {
    throw new LabError(
      `hierarchical: a batch takes ${share} classes of a super-class, but one has only ${least}; lower classes`,
    );
  }
  const order = shuffled(all, rng);
  for (let at = 0; at + superClasses <= order.length; at += superClasses) {
    const group = order.slice(at, at + superClasses);
    for (let batch = 0; batch < batchesPerGroup; batch++) {
      const chosen = group.flatMap((one) => shuffled(one, rng).slice(0, share));
      yield Int32Array.from(chosen.flatMap((samples) => someOf(samples, perClass, rng)));
    }
  }
}
