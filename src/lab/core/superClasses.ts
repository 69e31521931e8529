import { LabError } from './labError';
import { membersOf } from './members';

/**
 * The classes of each super-class, each class as its samples.
 * @param superLabels one per sample
 * @throws LabError where the data set has no super-classes, or a class lies in two of them
 */
export function classesBySuperClass(
  idea: string,
  labels: Int32Array,
  superLabels: Int32Array | undefined,
): readonly (readonly number[])[][] {
  if (!superLabels) {
    throw new LabError(
      `${idea}: the data set has no super-classes; take one that has, such as data.omniglot() with its alphabets`,
    );
  }
  const classes = new Map<number, (readonly number[])[]>();
  for (const [label, samples] of membersOf(labels)) {
    const superClass = superLabels[samples[0]!]!;
    if (samples.some((sample) => superLabels[sample] !== superClass)) {
      throw new LabError(`${idea}: class ${label} lies in more than one super-class`);
    }
    classes.set(superClass, [...(classes.get(superClass) ?? []), samples]);
  }
  return [...classes.values()];
}
