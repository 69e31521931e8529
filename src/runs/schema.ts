import * as v from 'valibot';
import {
  schemaVersion,
  type Gallery,
  type Metrics,
  type Projection,
  type RunEvent,
  type RunRecord,
  type RunResult,
} from '../protocol/run';

/** A file's or a line's value, or what is wrong with it in words. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

export const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
export const number = v.pipe(v.number(), v.finite());
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Kept as it was parsed: there are many, and copies of them would take more room. */
const metrics = v.custom<Metrics>(isMetrics, 'not a finite number for each score');
const options = v.record(text(100), v.unknown());
const configured = v.object({ name: text(200), options });

/** A path that stays in its workspace folder: relative, forward slashes, no way up. */
const innerPath = v.pipe(
  text(1000),
  v.check(
    (file) => !/^([a-z]:|\/)|\\|\0/i.test(file) && !file.split('/').includes('..'),
    'leaves its folder',
  ),
);

const sizes = v.object({ train: count, validation: count, test: count });
const split = v.object({
  hash: text(200),
  fold: v.optional(v.object({ index: count, of: count, cut: v.picklist(['realityCheck', 'full']) })),
  classes: sizes,
  images: sizes,
  leftOut: v.optional(v.object({ train: count, validation: count })),
});

/** Of run.json and of sweep.json. */
export const experiment = v.object({
  file: innerPath,
  paper: v.optional(text(200)),
  codeHash: text(200),
  fileHash: v.optional(text(200)),
  claim: v.optional(v.object({ better: text(200), than: text(200), on: text(100) })),
});

const selection = v.picklist(['validation', 'last', 'oracle']);

export const record = v.object({
  schema: v.literal(schemaVersion),
  id: text(200),
  createdAt: v.pipe(text(40), v.isoTimestamp()),
  experiment,
  variant: text(200),
  seed: number,
  config: v.object({
    data: configured,
    model: v.object({ ...configured.entries, dimension: count }),
    sampler: configured,
    loss: configured,
    optimizer: configured,
    augmentation: v.optional(configured),
    steps: count,
    evaluateEvery: count,
    recallAt: v.array(count),
  }),
  split: v.optional(split),
  sweep: v.optional(v.object({ id: text(200) })),
  trial: v.optional(count),
  validationOnly: v.optional(v.literal(true)),
  select: v.optional(selection),
  backend: text(200),
  device: text(500),
  versions: v.record(text(200), text(200)),
  git: v.optional(
    v.object({
      commit: text(100),
      dirty: v.boolean(),
      patch: v.optional(v.object({ sha256: text(100), bytes: count })),
    }),
  ),
  command: v.array(text(5000)),
}) satisfies v.GenericSchema<unknown, RunRecord>;

export const result = v.object({
  schema: v.literal(schemaVersion),
  step: count,
  selectedOn: selection,
  metrics: v.object({ untrained: metrics, pixels: v.optional(metrics), validation: metrics, test: metrics }),
  loneQueries: v.optional(count),
  coverage: v.optional(v.object({ classes: count, never: count, least: count, most: count })),
  seconds: number,
}) satisfies v.GenericSchema<unknown, RunResult>;

const gallery = v.pipe(
  v.object({
    schema: v.literal(schemaVersion),
    tile: v.object({ width: v.pipe(count, v.minValue(1)), height: v.pipe(count, v.minValue(1)) }),
    columns: v.pipe(count, v.minValue(1)),
    items: v.array(v.object({ className: text(500), index: count })),
    queries: v.array(
      v.object({
        item: count,
        averagePrecision: number,
        neighbours: v.array(v.object({ item: count, similarity: number, same: v.boolean() })),
      }),
    ),
  }),
  v.check(
    ({ items, queries }) =>
      queries.every(({ item, neighbours }) =>
        [item, ...neighbours.map((neighbour) => neighbour.item)].every((at) => at < items.length),
      ),
    'names an item that it does not hold',
  ),
) satisfies v.GenericSchema<unknown, Gallery>;

const projection = v.pipe(
  v.object({
    schema: v.literal(schemaVersion),
    explained: v.tuple([number, number]),
    points: v.array(v.tuple([number, number])),
    labels: v.array(count),
    classNames: v.array(text(500)),
    items: v.array(count),
  }),
  v.check(
    ({ points, labels, items }) => labels.length === points.length && items.length === points.length,
    'has not one label and one item for each point',
  ),
  v.check(
    ({ labels, classNames }) => labels.every((label) => label < classNames.length),
    'has a label without a name',
  ),
) satisfies v.GenericSchema<unknown, Projection>;

const base = { at: v.pipe(text(40), v.isoTimestamp()), step: count };
export const startEvent = v.object({
  ...base,
  type: v.literal('start'),
  pid: v.pipe(count, v.minValue(1)),
  host: text(300),
});
export const evaluationEvent = v.object({
  ...base,
  type: v.literal('evaluation'),
  split: v.picklist(['validation', 'test']),
  metrics,
  best: v.optional(v.boolean()),
});
export const endEvent = v.object({
  ...base,
  type: v.literal('end'),
  state: v.picklist(['finished', 'stopped', 'failed']),
  message: v.optional(text(10_000)),
});
const events: { readonly [Type in RunEvent['type']]: v.GenericSchema<unknown, RunEvent> } = {
  start: startEvent,
  step: v.object({ ...base, type: v.literal('step'), loss: number, stepsPerSecond: number }),
  evaluation: evaluationEvent,
  warning: v.object({ ...base, type: v.literal('warning'), message: text(10_000) }),
  end: endEvent,
};

export const parseRecord = (json: string): Parsed<RunRecord> => parse(record, json);
export const parseResult = (json: string): Parsed<RunResult> => parse(result, json);
export const parseGallery = (json: string): Parsed<Gallery> => parse(gallery, json);
export const parseProjection = (json: string): Parsed<Projection> => parse(projection, json);

/** One line of events.jsonl; null for a type of event that only a newer program knows. */
export function parseEvent(line: string): Parsed<RunEvent | null> {
  const parsed = parseJson(line);
  if ('problem' in parsed) return parsed;
  const type = field(parsed.value, 'type');
  if (typeof type !== 'string') return { problem: 'type: not a text' };
  return isEventType(type) ? check(events[type], parsed.value) : { value: null };
}

/** @param reads the newest version that is understood */
export function parse<T>(
  schema: v.GenericSchema<unknown, T>,
  json: string,
  reads: number = schemaVersion,
): Parsed<T> {
  const parsed = parseJson(json);
  if ('problem' in parsed) return parsed;
  const version = field(parsed.value, 'schema');
  if (typeof version === 'number' && version > reads) {
    return { problem: `written by a newer Metric Lab (schema ${version}; this one reads ${reads})` };
  }
  return check(schema, parsed.value);
}

export function check<T>(schema: v.GenericSchema<unknown, T>, value: unknown): Parsed<T> {
  const checked = v.safeParse(schema, value, { abortEarly: true });
  if (checked.success) return { value: checked.output };
  const [issue] = checked.issues;
  return { problem: `${v.getDotPath(issue) ?? 'value'}: ${issue.message}` };
}

export function parseJson(json: string): Parsed<unknown> {
  try {
    return { value: JSON.parse(json) };
  } catch {
    return { problem: 'not JSON' };
  }
}

const isEventType = (type: string): type is RunEvent['type'] => Object.hasOwn(events, type);

function isMetrics(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).every(
    (name) => name.length <= 100 && name !== '__proto__' && Number.isFinite(Reflect.get(value, name)),
  );
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
