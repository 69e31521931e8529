import { createReadStream } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as v from 'valibot';
import type { RunRecord, RunResult } from '../protocol/run';
import { Common } from './common';
import type { History } from './history';
import { plainFile } from './plainFile';
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

type FileStamp = readonly [size: number, changed: number];

/** Size and time of change of the files that may change when somebody goes on with a run; null for one that is missing. */
export interface Stamp {
  readonly events: FileStamp;
  readonly result: FileStamp | null;
}

/** A run that is over, as it was read. */
export interface Indexed {
  readonly name: string;
  readonly stamp: Stamp;
  readonly record: RunRecord;
  readonly result: RunResult | null;
  readonly history: History;
}

/** First line of an index; a file with another one is no index. */
const heading = '{"index":3}';
const mostBytes = 1 << 28;
/** No line of ours is as long. */
const longestLine = 1 << 20;
/** Characters written together: between two pieces others have their turn, as they have between two that are read. */
const pieceLength = 1 << 16;

/** Parts of a record that many runs have in common: each stands once in the index, and once in memory. */
const common = [
  ...(['experiment', 'variant', 'config', 'split', 'sweep'] as const),
  ...(['backend', 'device', 'versions', 'git'] as const),
] as const;
type CommonKey = (typeof common)[number];
type Part = Partial<Pick<RunRecord, CommonKey>>;
/** Those that no record lacks. */
const wanted = ['experiment', 'variant', 'config', 'backend', 'device', 'versions'] as const;
const isCommon = (key: string) => (common as readonly string[]).includes(key);

const file = v.tuple([count, number]);
const entry = v.object({
  name: text(200),
  stamp: v.object({ events: file, result: v.nullable(file) }),
  /** Places among the parts that stand before it. */
  common: v.record(v.picklist(common), count),
  record: v.omit(record, common),
  result: v.nullable(result),
  history: v.object({
    step: count,
    start: v.nullable(startEvent),
    end: v.nullable(endEvent),
    evaluations: v.array(v.omit(evaluationEvent, ['at', 'type'])),
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
 * @param known what runs have in common: theirs stands for that of runs that are read elsewhere
 */
export async function readIndex(path: string, known = new Common()): Promise<Map<string, Indexed>> {
  const found = new Map<string, Indexed>();
  const seen: Part[] = [];
  try {
    for await (const lines of entryLines(path)) {
      for (const line of lines) {
        const read = readLine(line, seen, known);
        if (read) found.set(read.name, read);
      }
    }
  } catch {
    // What was read so far is sound.
  }
  return found;
}

/** Writes an index, piece by piece; it takes its place once it is whole. */
export async function writeIndex(path: string, runs: AsyncIterable<Indexed>): Promise<void> {
  await replaceFile(path, pieces(runs));
}

/** The lines after the heading, some at a time. */
async function* entryLines(path: string): AsyncGenerator<readonly string[]> {
  const { size } = await plainFile(path);
  if (size > mostBytes) return;
  let isIndex = false;
  let rest = '';
  for await (const piece of createReadStream(path, { encoding: 'utf8' })) {
    const lines = (rest + String(piece)).split('\n');
    rest = lines.pop()!;
    isIndex ||= lines.shift() === heading;
    if (!isIndex || rest.length > longestLine) return;
    yield lines;
    await nextTurn();
  }
}

async function* pieces(runs: AsyncIterable<Indexed>): AsyncGenerator<string> {
  const places = new Map<string, number>();
  let piece = `${heading}\n`;
  for await (const run of runs) {
    piece += linesOf(run, places);
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** A run's line, after those of its parts that are new. */
function linesOf(
  { name, stamp, record: whole, result: scores, history }: Indexed,
  places: Map<string, number>,
) {
  let lines = '';
  const shared: Record<string, number> = {};
  for (const key of common) {
    if (whole[key] === undefined) continue;
    const text = JSON.stringify({ [key]: whole[key] });
    const place = places.get(text) ?? places.size;
    if (place === places.size) lines += `${text}\n`;
    places.set(text, place);
    shared[key] = place;
  }
  const own = Object.fromEntries(Object.entries(whole).filter(([key]) => !isCommon(key)));
  return `${lines}${JSON.stringify({ name, stamp, common: shared, record: own, result: scores, history })}\n`;
}

/** Adds a common part to those seen, or gives a run. */
function readLine(line: string, seen: Part[], known: Common): Indexed | null {
  const parsed = parseJson(line);
  if ('problem' in parsed) return null;
  const part = check(strictParts, parsed.value);
  if (!('value' in part)) return entryOf(parsed.value, seen, known);
  seen.push(known.parts(part.value));
  return null;
}

function entryOf(value: unknown, seen: readonly Part[], known: Common): Indexed | null {
  const checked = check(entry, value);
  if ('problem' in checked) return null;
  const { common: places, record: own, result: scores, ...rest } = checked.value;
  const shared: Part = {};
  for (const key of common) {
    const place = places[key];
    if (place !== undefined) Object.assign(shared, { [key]: seen[place]?.[key] });
  }
  if (wanted.some((key) => shared[key] === undefined)) return null;
  // Each of its parts was checked.
  const whole = { ...own, ...shared, command: known.parts(own.command) } as RunRecord;
  return { ...rest, record: whole, result: scores && known.result(scores, rest.history) };
}
