import { LabError } from '../core/labError';
import type { ImageSet, Splits } from './dataset';

const parts = ['train', 'validation', 'test'] as const;

/**
 * Checks what a data set has loaded, which may be an experiment's own.
 * @throws LabError that names the split and what of it does not fit
 */
export function checkSplits(dataset: string, splits: Splits): void {
  for (const part of parts) {
    const set: Partial<ImageSet> | undefined = splits?.[part];
    const wrong = set ? wrongIn(set, splits.train.shape) : 'it is missing';
    if (wrong) throw new LabError(`${dataset}: what it loads as ${part} does not fit: ${wrong}`);
  }
}

/** Null where all fits. */
function wrongIn(
  { images, shape, labels, classNames, names }: Partial<ImageSet>,
  wanted: ImageSet['shape'],
): string | null {
  if (!(images instanceof Float32Array)) return 'images must be a Float32Array';
  if (!(labels instanceof Int32Array)) return 'labels must be an Int32Array';
  if (!Array.isArray(shape) || shape.length !== 3) return 'shape must be [height, width, channels]';
  if (String(shape) !== String(wanted))
    return `shape is [${shape.join(', ')}], of train [${wanted.join(', ')}]`;
  if (!Array.isArray(classNames)) return 'classNames must be a list';
  const pixels = shape.reduce((product, size) => product * size, 1);
  if (images.length !== labels.length * pixels) {
    return `${images.length} numbers are not ${labels.length} images of [${shape.join(', ')}]`;
  }
  const strange = labels.findIndex((label) => label < 0 || label >= classNames.length);
  if (strange >= 0)
    return `label ${labels[strange]} of image ${strange} names none of ${classNames.length} classes`;
  return names && names.length !== labels.length ? `${names.length} names for ${labels.length} images` : null;
}
