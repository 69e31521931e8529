import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { membersOf, someOf } from '../core/members';
import { shuffled, type Random } from '../core/random';

/** The batches of 72 of Hermans et al. 2017. */
export const defaults = {
  /** Classes in a batch, P. */
  classes: 18,
  /** Samples of each class, M. */
  perClass: 4,
};

/**
 * P classes, M samples of each: every anchor has M - 1 positives.
 *
 * One epoch goes once through the classes, in fresh random order; what is left at the end and does not fill a batch is
 * dropped. A class with fewer than M samples repeats some. Same labels and same random stream, same epoch.
 * @paper triplet-facenet-semihard, the P x K batches of Hermans et al. 2017, section 2
 * @param labels one per sample of the data set
 * @returns batches of P · M indices of samples, those of a class side by side
 * @throws LabError where there are fewer classes than a batch needs
 */
export function* mPerClass(
  labels: Int32Array,
  rng: Random,
  options: Partial<typeof defaults> = {},
): Generator<Int32Array> {
  const { classes, perClass } = withDefaults('mPerClass', defaults, options);
  checkPositiveInteger('mPerClass', 'classes', classes);
  checkPositiveInteger('mPerClass', 'perClass', perClass);
  const members = membersOf(labels);
  if (classes > members.size) {
    throw new LabError(`mPerClass: classes is ${classes}, but the data has only ${members.size}; lower it`);
  }
  const order = shuffled(members.values(), rng);
  for (let at = 0; at + classes <= order.length; at += classes) {
    const chosen = order.slice(at, at + classes);
    yield Int32Array.from(chosen.flatMap((samples) => someOf(samples, perClass, rng)));
  }
}
