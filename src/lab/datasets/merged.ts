import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Dataset, ImageSet } from './dataset';

export const defaults = {
  /** Classes of the data set that make one class here. */
  classes: 5,
};

/**
 * A data set with several of its classes in one: `merged(data.glyphs({ classes: 400 }), { classes: 5 })`. A class then looks
 * in several ways that have nothing in common. Of each split classes side by side are merged; what is left is dropped.
 * @throws LabError where that is not a whole number of at least 1
 */
export function merged(dataset: Dataset, options: Partial<typeof defaults> = {}): Dataset {
  const { classes } = withDefaults('merged', defaults, options);
  checkPositiveInteger('merged', 'classes', classes);
  return {
    name: 'merged',
    options: { ...dataset.options, of: dataset.name, mergedClasses: classes },
    ...(dataset.duplicates && { duplicates: dataset.duplicates }),
    async load(from) {
      const { train, validation, test } = await dataset.load(from);
      return {
        train: inGroups(train, classes),
        validation: inGroups(validation, classes),
        test: inGroups(test, classes),
      };
    },
  };
}

function inGroups({ images, shape, labels, classNames }: ImageSet, size: number): ImageSet {
  const groups = Math.floor(classNames.length / size);
  const kept = [...labels.keys()].filter((at) => labels[at]! < groups * size);
  const pixels = shape[0] * shape[1] * shape[2];
  const rows = new Float32Array(kept.length * pixels);
  kept.forEach((from, to) => rows.set(images.subarray(from * pixels, (from + 1) * pixels), to * pixels));
  return {
    images: rows,
    shape,
    labels: Int32Array.from(kept, (at) => Math.floor(labels[at]! / size)),
    classNames: Array.from({ length: groups }, (_, group) =>
      classNames.slice(group * size, (group + 1) * size).join('+'),
    ),
  };
}
