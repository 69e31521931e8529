import { createHash } from 'node:crypto';
import { LabError } from '../core/labError';
import type { ImageSet, Splits } from './dataset';

/** Leaks of one kind that a message names. */
const mostNamed = 5;

/**
 * Checks that no two splits share a class (by name), an item (by name, such as its file's), or an image (by its pixels): what
 * is trained on must not be what is scored.
 * @throws LabError that names what is shared, and by which splits
 */
export function checkLeaks(dataset: string, splits: Splits): void {
  const leaks = [
    ...shared('class', splits, ({ classNames }) => classNames.map((name) => ({ key: name, name }))),
    ...shared('item', splits, ({ names = [] }) => names.map((name) => ({ key: name, name }))),
    ...shared('image, equal in every pixel,', splits, pixelsOf),
  ];
  if (leaks.length === 0) return;
  throw new LabError(
    `${dataset}: the splits leak, so that scores would be of what was trained on:\n  ${leaks.join('\n  ')}\n` +
      'Keep each class, and each image, in one split alone.',
  );
}

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
