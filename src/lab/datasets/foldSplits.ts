import { LabError } from '../core/labError';
import { membersOf } from '../core/members';
import type { ImageSet, Splits } from './dataset';
import { classFolds, type FoldSettings } from './folds';

/** One of several folds. */
export interface FoldChoice {
  /** From 0. */
  readonly index: number;
  readonly of: FoldSettings['folds'];
  readonly cut: FoldSettings['cut'];
}

/** A class, and the set that holds its images. */
interface Place {
  readonly set: ImageSet;
  readonly label: number;
}

/**
 * A data set with its training half cut anew: the classes for training and then those for validation, in the data set's own
 * order, are cut into folds, one of which is for validation. The test half stays as it is.
 * @throws LabError where there is no such fold, or there are fewer classes than folds
 */
export function foldSplits({ train, validation, test }: Splits, { index, of, cut }: FoldChoice): Splits {
  const places = [train, validation].flatMap((set) => set.classNames.map((_, label) => ({ set, label })));
  const fold = classFolds(places.length, { folds: of, cut })[index];
  if (!fold) throw new LabError(`there is no fold ${index}; the folds are 0 to ${of - 1}`);
  const taken = (classes: readonly number[]) =>
    setOf(
      train.shape,
      classes.map((at) => places[at]!),
    );
  return { train: taken(fold.train), validation: taken(fold.validation), test };
}

/** The classes at these places, labelled in their order. */
function setOf(shape: ImageSet['shape'], places: readonly Place[]): ImageSet {
  const rowsOf = new Map(
    [...new Set(places.map(({ set }) => set))].map((set) => [set, membersOf(set.labels)]),
  );
  const rows = places.flatMap(({ set, label }, to) =>
    (rowsOf.get(set)!.get(label) ?? []).map((row) => ({ set, row, to })),
  );
  const pixels = shape[0] * shape[1] * shape[2];
  const superLabels = superLabelsOf(rows);
  const targets = targetsOf(rows);
  const isNamed = rows.every(({ set }) => set.names);
  return {
    images: joined(
      pixels,
      rows.map(({ set, row }) => [set.images, row]),
    ),
    shape,
    labels: Int32Array.from(rows, ({ to }) => to),
    classNames: places.map(({ set, label }) => set.classNames[label]!),
    ...(isNamed && { names: rows.map(({ set, row }) => set.names![row]!) }),
    ...superLabels,
    ...(targets && { targets }),
  };
}

interface Row {
  readonly set: ImageSet;
  readonly row: number;
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
