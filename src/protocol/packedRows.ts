/**
 * Rows of the runs' table in few bytes, column by column: what many runs share (a configuration, a file's name) stands once,
 * and the names of scores stand once for all runs. Neither vscode nor DOM here.
 */
import type { RunRow } from './results';
import type { Metrics } from './run';

export interface PackedRows {
  /** What each run has of its own, in the order of the rows. */
  readonly own: { readonly [Field in OwnField]: readonly RunRow[Field][] };
  /** What runs share. */
  readonly shared: { readonly [Field in SharedField]: Shared<RunRow[Field]> };
  readonly scores: { readonly [Field in ScoreField]: PackedScores };
}

type OwnField = (typeof ownFields)[number];
type SharedField = (typeof sharedFields)[number];
type ScoreField = (typeof scoreFields)[number];

interface Shared<Value> {
  readonly values: readonly Value[];
  /** For each row, which of the values. */
  readonly at: readonly number[];
}

interface PackedScores {
  /** Step that was scored; null where there are no scores. Of scores whose step stands elsewhere, 0. */
  readonly steps: readonly (number | null)[];
  /** Each score by its name, a number or nothing for each row. */
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
}

const ownFields = ['id', 'seed', 'step', 'seconds', 'secondsLeft', 'createdAt', 'loss', 'message'] as const;
const sharedFields = [
  ...(['experiment', 'paper', 'variant', 'state', 'backend', 'steps'] as const),
  ...([
    'selectedOn',
    'select',
    'split',
    'codeHash',
    'fileHash',
    'version',
    'config',
    'search',
    'untrained',
    'pixels',
  ] as const),
] as const;
const scoreFields = ['test', 'validation', 'last'] as const;

export function packRows(rows: readonly RunRow[]): PackedRows {
  return {
    own: fromFields(ownFields, (field) => rows.map((row) => row[field])) as PackedRows['own'],
    shared: fromFields(sharedFields, (field) => share(rows.map((row) => row[field]))) as PackedRows['shared'],
    scores: fromFields(scoreFields, (field) => packScores(rows.map((row) => stepped(row[field])))),
  };
}

/** The rows as they were. What they shared they share as one object. */
export function unpackRows({ own, shared, scores }: PackedRows): RunRow[] {
  const scoresAt = (field: ScoreField, index: number) => unpackScores(scores[field], index);
  const sharedAt = <Field extends SharedField>(field: Field, index: number): RunRow[Field] =>
    shared[field].values[shared[field].at[index]!]!;
  return own.id.map((id, index) => ({
    id,
    seed: own.seed[index]!,
    step: own.step[index]!,
    seconds: own.seconds[index]!,
    secondsLeft: own.secondsLeft[index]!,
    createdAt: own.createdAt[index]!,
    loss: own.loss[index]!,
    message: own.message[index]!,
    experiment: sharedAt('experiment', index),
    paper: sharedAt('paper', index),
    variant: sharedAt('variant', index),
    state: sharedAt('state', index),
    backend: sharedAt('backend', index),
    steps: sharedAt('steps', index),
    selectedOn: sharedAt('selectedOn', index),
    select: sharedAt('select', index),
    split: sharedAt('split', index),
    codeHash: sharedAt('codeHash', index),
    fileHash: sharedAt('fileHash', index),
    version: sharedAt('version', index),
    config: sharedAt('config', index),
    search: sharedAt('search', index),
    test: scoresAt('test', index)?.metrics ?? null,
    validation: scoresAt('validation', index),
    last: scoresAt('last', index),
    untrained: sharedAt('untrained', index),
    pixels: sharedAt('pixels', index),
  }));
}

function fromFields<Field extends string, Value>(
  fields: readonly Field[],
  valueOf: (field: Field) => Value,
): Record<Field, Value> {
  return Object.fromEntries(fields.map((field) => [field, valueOf(field)])) as Record<Field, Value>;
}

function share<Value>(values: readonly Value[]): Shared<Value> {
  const places = new Map<unknown, number>();
  const distinct: Value[] = [];
  const placeOf = (value: Value) => {
    // Several rows have one object: its text is made once.
    const key = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
    const place = places.get(key) ?? distinct.length;
    if (place === distinct.length) distinct.push(value);
    places.set(key, place);
    places.set(value, place);
    return place;
  };
  return { values: distinct, at: values.map((value) => places.get(value) ?? placeOf(value)) };
}

interface Stepped {
  readonly step: number;
  readonly metrics: Metrics;
}

function stepped(scores: Metrics | Stepped | null): Stepped | null {
  if (scores === null || isStepped(scores)) return scores;
  return { step: 0, metrics: scores };
}

function isStepped(scores: Metrics | Stepped): scores is Stepped {
  return typeof scores['metrics'] === 'object';
}

function packScores(scores: readonly (Stepped | null)[]): PackedScores {
  const names = new Set<string>();
  for (const one of scores) for (const name of Object.keys(one?.metrics ?? {})) names.add(name);
  const columns = [...names].map((name) => [name, scores.map((one) => one?.metrics[name] ?? null)] as const);
  return { steps: scores.map((one) => one?.step ?? null), values: Object.fromEntries(columns) };
}

function unpackScores({ steps, values }: PackedScores, index: number): Stepped | null {
  const step = steps[index] ?? null;
  if (step === null) return null;
  const metrics: Record<string, number> = {};
  for (const name of Object.keys(values)) {
    const value = values[name]![index] ?? null;
    if (value !== null) metrics[name] = value;
  }
  return { step, metrics };
}
