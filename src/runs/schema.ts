import * as v from 'valibot';
import { schemaVersion, type RunEvent, type RunRecord, type RunResult } from '../protocol/run';

/** A file's or a line's value, or what is wrong with it in words. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const metrics = v.record(text(100), number);
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

const record = v.object({
  schema: v.literal(schemaVersion),
  id: text(200),
  createdAt: v.pipe(text(40), v.isoTimestamp()),
  experiment: v.object({
    file: innerPath,
    paper: v.optional(text(200)),
    codeHash: text(200),
    claim: v.optional(v.object({ better: text(200), than: text(200), on: text(100) })),
  }),
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
  backend: text(200),
  device: text(500),
  versions: v.record(text(200), text(200)),
  git: v.optional(v.object({ commit: text(100), dirty: v.boolean() })),
  command: v.array(text(5000)),
}) satisfies v.GenericSchema<unknown, RunRecord>;

const result = v.object({
  schema: v.literal(schemaVersion),
  step: count,
  selectedOn: v.picklist(['validation', 'last']),
  metrics: v.object({ untrained: metrics, validation: metrics, test: metrics }),
  seconds: number,
}) satisfies v.GenericSchema<unknown, RunResult>;

const base = { at: v.pipe(text(40), v.isoTimestamp()), step: count };
const event = v.variant('type', [
  v.object({ ...base, type: v.literal('start'), pid: v.pipe(count, v.minValue(1)), host: text(300) }),
  v.object({ ...base, type: v.literal('step'), loss: number, stepsPerSecond: number }),
  v.object({
    ...base,
    type: v.literal('evaluation'),
    split: v.picklist(['validation', 'test']),
    metrics,
    best: v.optional(v.boolean()),
  }),
  v.object({ ...base, type: v.literal('warning'), message: text(10_000) }),
  v.object({
    ...base,
    type: v.literal('end'),
    state: v.picklist(['finished', 'stopped', 'failed']),
    message: v.optional(text(10_000)),
  }),
]) satisfies v.GenericSchema<unknown, RunEvent>;

const eventTypes: readonly unknown[] = event.options.map((option) => option.entries.type.literal);

export const parseRecord = (json: string): Parsed<RunRecord> => parse(record, json);
export const parseResult = (json: string): Parsed<RunResult> => parse(result, json);

/** One line of events.jsonl; null for a type of event that only a newer program knows. */
export function parseEvent(line: string): Parsed<RunEvent | null> {
  const parsed = parseJson(line);
  if ('problem' in parsed) return parsed;
  const type = field(parsed.value, 'type');
  if (typeof type === 'string' && !eventTypes.includes(type)) return { value: null };
  return check(event, parsed.value);
}

function parse<T>(schema: v.GenericSchema<unknown, T>, json: string): Parsed<T> {
  const parsed = parseJson(json);
  if ('problem' in parsed) return parsed;
  const version = field(parsed.value, 'schema');
  if (typeof version === 'number' && version > schemaVersion) {
    return { problem: `written by a newer Metric Lab (schema ${version}; this one reads ${schemaVersion})` };
  }
  return check(schema, parsed.value);
}

function check<T>(schema: v.GenericSchema<unknown, T>, value: unknown): Parsed<T> {
  const checked = v.safeParse(schema, value, { abortEarly: true });
  if (checked.success) return { value: checked.output };
  const [issue] = checked.issues;
  return { problem: `${v.getDotPath(issue) ?? 'value'}: ${issue.message}` };
}

function parseJson(json: string): Parsed<unknown> {
  try {
    return { value: JSON.parse(json) };
  } catch {
    return { problem: 'not JSON' };
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
