import { setImmediate as nextTurn } from 'node:timers/promises';
import * as v from 'valibot';
import type { RunRecord, RunResult } from '../protocol/run';
import type { History } from './history';
import { readSmall } from './plainFile';
import { replaceFile } from './replaceFile';
import {
  check,
  count,
  endEvent,
  evaluationEvent,
  number,
  parseJson,
  record,
  result,
  startEvent,
  text,
} from './schema';

/** Size and time of change of the files that a run is read from; null for one that is missing. */
export type Stamp = readonly (readonly [size: number, changed: number] | null)[];

/** A run that is over, as it was read. */
export interface Indexed {
  readonly name: string;
  readonly stamp: Stamp;
  readonly record: RunRecord;
  readonly result: RunResult | null;
  readonly history: History;
}

/** First line of an index; a file with another one is no index. */
const heading = '{"index":1}';
const mostBytes = 1 << 28;
/** Lines between two turns of the event loop. */
const linesATurn = 200;

/** Parts of a record that many runs have in common: each stands once in the index, and once in memory. */
const common = ['experiment', 'config', 'split', 'versions', 'git', 'sweep'] as const;
type Common = (typeof common)[number];
const isCommon = (key: string) => (common as readonly string[]).includes(key);

const file = v.nullable(v.tuple([count, number]));
const entry = v.object({
  name: text(200),
  stamp: v.array(file),
  /** Places among the parts that stand before it. */
  common: v.record(v.picklist(common), count),
  record: v.omit(record, common),
  result: v.nullable(result),
  history: v.object({
    step: count,
    start: v.nullable(startEvent),
    end: v.nullable(endEvent),
    evaluations: v.array(evaluationEvent),
    warning: v.nullable(text(10_000)),
    loss: v.nullable(number),
    stepsPerSecond: v.nullable(number),
    seconds: number,
    at: v.nullable(text(40)),
  }),
});
/** A common part, as it stands in a record. */
const strictParts = v.strictObject(v.partial(v.pick(record, common)).entries);

/**
 * The runs of an index, by their names; none where it is missing, of another version, or not an index. It is checked like the
 * records themselves: whoever can write those can write it. A line that is wrong is left out.
 */
export async function readIndex(path: string): Promise<Map<string, Indexed>> {
  const found = new Map<string, Indexed>();
  const whole = await readSmall(path, mostBytes).catch(() => null);
  const lines = whole?.split('\n') ?? [];
  if (lines[0] !== heading) return found;
  const seen: Partial<Pick<RunRecord, Common>>[] = [];
  for (const [at, line] of lines.entries()) {
    if (at === 0 || line === '') continue;
    if (at % linesATurn === 0) await nextTurn();
    const parsed = parseJson(line);
    if ('problem' in parsed) continue;
    const part = check(strictParts, parsed.value);
    if ('value' in part) seen.push(part.value);
    else {
      const read = entryOf(parsed.value, seen);
      if (read) found.set(read.name, read);
    }
  }
  return found;
}

/** Writes an index, at once and whole. */
export async function writeIndex(path: string, runs: Iterable<Indexed>): Promise<void> {
  const places = new Map<string, number>();
  const lines = [heading];
  for (const { name, stamp, record: whole, result: scores, history } of runs) {
    const shared: Record<string, number> = {};
    for (const key of common) {
      if (whole[key] === undefined) continue;
      const text = JSON.stringify({ [key]: whole[key] });
      const place = places.get(text) ?? places.size;
      if (place === places.size) lines.push(text);
      places.set(text, place);
      shared[key] = place;
    }
    const own = Object.fromEntries(Object.entries(whole).filter(([key]) => !isCommon(key)));
    lines.push(JSON.stringify({ name, stamp, common: shared, record: own, result: scores, history }));
    if (lines.length % linesATurn === 0) await nextTurn();
  }
  await replaceFile(path, `${lines.join('\n')}\n`);
}

function entryOf(value: unknown, seen: readonly Partial<Pick<RunRecord, Common>>[]): Indexed | null {
  const checked = check(entry, value);
  if ('problem' in checked) return null;
  const { common: places, record: own, ...rest } = checked.value;
  const shared: Partial<Pick<RunRecord, Common>> = {};
  for (const key of common) {
    const place = places[key];
    if (place !== undefined) Object.assign(shared, { [key]: seen[place]?.[key] });
  }
  const { experiment, config } = shared;
  // Each of its parts was checked.
  return experiment && config ? { ...rest, record: { ...own, ...shared } as RunRecord } : null;
}
