import type { PaperCard, ReportedRow, RunRow } from '../../protocol/results';
import type { RunConfig } from '../../protocol/run';
import { groupBy } from './groups';
import { stableKey } from './stableKey';

/** What a figure must share with our runs to stand beside them; null where it is not known. */
interface Conditions {
  /** Data set, by its name. */
  readonly data: string | null;
  /** Which of its classes are for training, and which for test. */
  readonly split: string | null;
  /** The network. */
  readonly net: string | null;
  /** Size of the embedding. */
  readonly dim: string | null;
  /** Side of an image, pixels. */
  readonly size: string | null;
  /** By what the step was chosen whose scores count. */
  readonly selection: string | null;
}

const fields = ['data', 'split', 'net', 'dim', 'size', 'selection'] as const;

const fieldNames: Readonly<Record<keyof Conditions, string>> = {
  data: 'data',
  split: 'split',
  net: 'net',
  dim: 'dim',
  size: 'image size',
  selection: 'selection',
};

/** A condition in which a paper's figure and our runs are not known to be the same; null stands for not known. */
export interface Difference {
  readonly field: keyof Conditions;
  readonly reported: string | null;
  readonly ours: string | null;
}

/**
 * The conditions in which a figure differs from our nearest runs; empty where it is comparable, and where nothing was run.
 * Names count as equal by their letters and digits alone. A condition that is not known counts as different.
 * @param protocol how the paper trains and tests
 */
export function differences(
  reported: ReportedRow,
  protocol: PaperCard['protocol'],
  ours: readonly RunRow[],
): readonly Difference[] {
  const candidates = ours.map((row) => apart(reported, protocol, conditionsOf(row)));
  return candidates.reduce((least, next) => (next.length < least.length ? next : least), candidates[0] ?? []);
}

/** One run of each of our conditions, as far as a comparison with a paper goes. Until a run is scored all runs count. */
export function distinctConditions(rows: readonly RunRow[]): RunRow[] {
  const scored = rows.filter((row) => row.test !== null);
  const counting = scored.length > 0 ? scored : rows;
  return [...groupBy(counting, (row) => stableKey(conditionsOf(row))).values()].map(([first]) => first!);
}

/** Data set with its split, network and embedding size: `omniglot-small`, `conv4`, `64`. */
export function setUpOf({ data, model }: RunConfig): { data: string; net: string; dim: string } {
  const { set, split } = namesOf(data);
  return { data: split === null ? set : `${set}-${split}`, net: model.name, dim: String(model.dimension) };
}

/** Our data set, network and embedding size in words: `omniglot-small, conv4, dim 64`. */
export function conditionsText(config: RunConfig): string {
  const { data, net, dim } = setUpOf(config);
  return `${data}, ${net}, dim ${dim}`;
}

/** `data, net, dim 512 vs 64; selection not stated`, for a mark. */
export function shortDifferences(apart: readonly Difference[]): string {
  const known = apart.filter(({ reported }) => reported !== null);
  const unknown = apart.filter(({ reported }) => reported === null);
  const sizes = ['dim', 'size'];
  const different = known.map(({ field, reported, ours }) =>
    sizes.includes(field) && ours !== null
      ? `${fieldNames[field]} ${reported} vs ${ours}`
      : fieldNames[field],
  );
  const parts = [
    different.join(', '),
    unknown.length > 0 ? `${listed(unknown.map(({ field }) => fieldNames[field]))} not stated` : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** `data CUB-200-2011, here omniglot`. */
export function differenceText({ field, reported, ours }: Difference): string {
  return `${fieldNames[field]} ${reported ?? 'not stated'}, here ${ours ?? 'not recorded'}`;
}

function conditionsOf({ config, selectedOn }: RunRow): Conditions {
  const { data, model } = config;
  const { set, split } = namesOf(data);
  const { size } = data.options;
  return {
    data: set,
    split,
    net: model.name,
    dim: String(model.dimension),
    size: typeof size === 'number' ? String(size) : null,
    selection: selectedOn,
  };
}

/** A data set's own name, and the split that its options choose; null where there is no choice. */
function namesOf({ name, options: { protocol } }: RunConfig['data']) {
  return { set: name, split: typeof protocol === 'string' ? protocol : null };
}

function apart(reported: ReportedRow, protocol: PaperCard['protocol'], ours: Conditions): Difference[] {
  const theirs = theirConditions(reported, protocol, ours);
  return fields
    .filter((field) => isCompared(field, theirs, ours))
    .filter((field) => !isSame(theirs[field], ours[field]))
    .map((field) => ({ field, reported: theirs[field], ours: ours[field] }));
}

/** A paper names a split beside the data set, if at all: `Omniglot small`. */
function theirConditions(
  { dataset, backbone, dimension }: ReportedRow,
  protocol: PaperCard['protocol'],
  { data, split }: Conditions,
): Conditions {
  const named = isSame(dataset, `${data} ${split}`);
  return {
    data: named ? data : dataset,
    split: named ? split : null,
    net: backbone,
    dim: dimension === null ? null : String(dimension),
    size: sideOf(protocol['input']),
    // No paper of the library says on which classes its step was chosen.
    selection: null,
  };
}

/** Another data set has another split; one without a choice has its one split; a run that goes on has selected nothing. */
function isCompared(field: keyof Conditions, theirs: Conditions, ours: Conditions): boolean {
  if (field === 'split') return ours.split !== null && isSame(theirs.data, ours.data);
  return field !== 'selection' || ours.selection !== null;
}

/** `resize 256, crop 227` is 227: what the network sees is named last. */
function sideOf(input: string | undefined): string | null {
  return /(\d+)\D*$/.exec(input ?? '')?.[1] ?? null;
}

function isSame(theirs: string | null, ours: string | null): boolean {
  return theirs !== null && ours !== null && normalised(theirs) === normalised(ours);
}

function normalised(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
