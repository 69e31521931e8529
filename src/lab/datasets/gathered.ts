import type { ImageSet } from './dataset';

/** An image of some set, and the label that it gets. */
export interface Row {
  readonly set: ImageSet;
  readonly row: number;
  readonly label: number;
}

/** A set of images out of others, in the order given, with all that is known of each. @param shape of every image */
export function gathered(
  rows: readonly Row[],
  { shape, classNames }: Pick<ImageSet, 'shape' | 'classNames'>,
): ImageSet {
  const pixels = shape[0] * shape[1] * shape[2];
  const targets = targetsOf(rows);
  const isNamed = rows.every(({ set }) => set.names);
  return {
    images: joined(
      pixels,
      rows.map(({ set, row }) => [set.images, row]),
    ),
    shape,
    labels: Int32Array.from(rows, ({ label }) => label),
    classNames,
    ...(isNamed && { names: rows.map(({ set, row }) => set.names![row]!) }),
    ...superLabelsOf(rows),
    ...(targets && { targets }),
  };
}

/** Super-classes that are named are one by their name; without names each set has its own. */
function superLabelsOf(rows: readonly Row[]): Pick<ImageSet, 'superLabels' | 'superNames'> {
  if (!rows.every(({ set }) => set.superLabels)) return {};
  const sets = [...new Set(rows.map(({ set }) => set))];
  const keys = rows.map(({ set, row }) => {
    const label = set.superLabels![row]!;
    return set.superNames?.[label] ?? `${sets.indexOf(set)}/${label}`;
  });
  const superNames = [...new Set(keys)];
  const places = new Map(superNames.map((name, at) => [name, at]));
  return { superLabels: Int32Array.from(keys, (key) => places.get(key)!), superNames };
}

function targetsOf(rows: readonly Row[]): Float32Array | undefined {
  const [first] = rows;
  if (!first || !rows.every(({ set }) => set.targets)) return undefined;
  const { targets, labels } = first.set;
  return joined(
    targets!.length / labels.length,
    rows.map(({ set, row }) => [set.targets!, row]),
  );
}

/** Rows of one length, one behind the other. */
function joined(length: number, rows: readonly (readonly [from: Float32Array, row: number])[]): Float32Array {
  const all = new Float32Array(rows.length * length);
  rows.forEach(([from, row], at) => all.set(from.subarray(row * length, (row + 1) * length), at * length));
  return all;
}
