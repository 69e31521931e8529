import { createHash } from 'node:crypto';
import { LabError } from '../core/labError';
import type { Dataset, ImageSet, Splits } from './dataset';
import { gathered } from './gathered';

/** Leaks of one kind that a message names. */
const mostNamed = 5;

/**
 * Splits of which no two share a class (by name), an item (by name, such as its file's), or an image (by its pixels): what is
 * trained on must not be what is scored.
 * @returns the splits as they are, or without the duplicates that the data set leaves out
 * @throws LabError that names what is shared, and by which splits
 */
export function withoutLeaks(dataset: Pick<Dataset, 'name' | 'duplicates'>, splits: Splits): Splits {
  const byName = [
    ...shared('class', splits, ({ classNames }) => classNames.map((name) => ({ key: name, name }))),
    ...shared('item', splits, ({ names = [] }) => names.map((name) => ({ key: name, name }))),
  ];
  const isLeftOut = dataset.duplicates === 'leaveOut';
  const byPixels = isLeftOut ? [] : shared('image, equal in every pixel,', splits, pixelsOf);
  const leaks = [...byName, ...byPixels];
  if (leaks.length === 0) return isLeftOut ? withoutDuplicates(dataset.name, splits) : splits;
  const wayOn =
    byName.length === 0 && dataset.duplicates === 'refuse'
      ? " Or have the copies left out of training, which the record counts: duplicates: 'leaveOut'."
      : '';
  throw new LabError(
    `${dataset.name}: the splits leak, so that scores would be of what was trained on:\n  ${leaks.join('\n  ')}\n` +
      `Keep each class, and each image, in one split alone.${wayOn}`,
  );
}

/** Test keeps all that it has, so that scores stay those of the whole test half. */
function withoutDuplicates(dataset: string, { train, validation, test }: Splits): Splits {
  const tested = new Set(keysOf(test));
  const scored = new Set([...tested, ...keysOf(validation)]);
  const kept = {
    train: withoutImages(dataset, train, scored),
    validation: withoutImages(dataset, validation, tested),
  };
  const leftOut = {
    train: train.labels.length - kept.train.labels.length,
    validation: validation.labels.length - kept.validation.labels.length,
  };
  return { ...kept, test, leftOut };
}

function withoutImages(dataset: string, set: ImageSet, scored: ReadonlySet<string>): ImageSet {
  const rows = pixelsOf(set).flatMap(({ key }, row) =>
    scored.has(key) ? [] : [{ set, row, label: set.labels[row]! }],
  );
  if (rows.length === set.labels.length) return set;
  const left = new Set(rows.map(({ label }) => label));
  const gone = set.classNames.find((_, label) => !left.has(label));
  if (gone !== undefined) {
    throw new LabError(
      `${dataset}: every image of class ${gone} is equal to one that is scored; take the class out`,
    );
  }
  return gathered(rows, set);
}

const keysOf = (set: ImageSet) => pixelsOf(set).map(({ key }) => key);

interface Part {
  readonly key: string;
  /** For the message. */
  readonly name: string;
}

/** Lines that name what is in two splits. */
function shared(what: string, splits: Splits, partsOf: (set: ImageSet) => readonly Part[]): string[] {
  const seen = new Map<string, { split: string; name: string }>();
  const found: string[] = [];
  for (const split of ['train', 'validation', 'test'] as const) {
    for (const { key, name } of partsOf(splits[split])) {
      const first = seen.get(key);
      if (!first) seen.set(key, { split, name });
      else if (first.split !== split) {
        const as = first.name === name ? '' : ` (there ${first.name})`;
        found.push(`${what} in ${first.split} and in ${split}: ${name}${as}`);
      }
    }
  }
  const more = found.length - mostNamed;
  return [...found.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more of the kind`] : [])];
}

function pixelsOf({ images, shape, labels, classNames, names }: ImageSet): Part[] {
  const size = shape[0] * shape[1] * shape[2];
  return Array.from(labels, (label, at) => ({
    key: createHash('sha256')
      .update(`${shape.join('x')} `)
      .update(bytesOf(images.subarray(at * size, (at + 1) * size)))
      .digest('base64'),
    name: names?.[at] ?? `image ${at} of the split, class ${classNames[label] ?? label}`,
  }));
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);
