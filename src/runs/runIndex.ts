import { createReadStream } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as v from 'valibot';
import type { RunRecord, RunResult } from '../protocol/run';
import { Common } from './common';
import { validationAt, type History } from './history';
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
/** Scores that they have in common, or that stand in the history as well. */
const baselines = ['untrained', 'pixels'] as const;
const shareable = [...common, ...baselines] as const;
type Shareable = (typeof shareable)[number];
type Part = Partial<
  Pick<RunRecord, (typeof common)[number]> & Pick<RunResult['metrics'], (typeof baselines)[number]>
>;
const withoutCommon = Object.fromEntries(common.map((key) => [key, undefined]));
/** Those that no record lacks. */
const wanted = ['experiment', 'variant', 'config', 'backend', 'device', 'versions'] as const;

const file = v.tuple([count, number]);
const { metrics: scored, ...resultEntries } = result.entries;
const entry = v.object({
  name: text(200),
  stamp: v.object({ events: file, result: v.nullable(file) }),
  /** Places among the parts that stand before it. */
  common: v.record(v.picklist(shareable), count),
  record: v.omit(record, common),
  result: v.nullable(
    v.object({ ...resultEntries, metrics: v.partial(v.omit(scored, baselines), ['validation']) }),
  ),
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
type Entry = v.InferOutput<typeof entry>;
type OwnScores = Pick<RunResult['metrics'], 'test'> & Partial<Pick<RunResult['metrics'], 'validation'>>;
/** How the line of a run begins. */
const entryMark = '{"name":';
/** A common part, as it stands in a record or a result. */
const strictParts = v.strictObject({
  ...v.partial(v.pick(record, common)).entries,
  ...v.partial(v.pick(scored, baselines)).entries,
});

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
  const parts = new Parts();
  let piece = `${heading}\n`;
  for await (const run of runs) {
    piece += linesOf(run, parts);
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** The common parts that were written. Equal ones are the same object, but for a few. */
class Parts {
  private written = 0;
  private readonly places = new Map(shareable.map((key) => [key, new Map<unknown, number>()]));

  /** @returns its place, and its line where it is new */
  place(key: Shareable, value: unknown): { readonly place: number; readonly line: string } {
    const places = this.places.get(key)!;
    const known = places.get(value);
    if (known !== undefined) return { place: known, line: '' };
    const place = this.written++;
    places.set(value, place);
    return { place, line: `${JSON.stringify({ [key]: value })}\n` };
  }
}

/** A run's line, after those of its parts that are new. */
function linesOf({ name, stamp, record: whole, result: scores, history }: Indexed, parts: Parts): string {
  let lines = '';
  const places: Record<string, number> = {};
  const shared: Part = { ...whole, ...scores?.metrics };
  for (const key of shareable) {
    if (shared[key] === undefined) continue;
    const { place, line } = parts.place(key, shared[key]);
    lines += line;
    places[key] = place;
  }
  const record = { ...whole, ...withoutCommon };
  const result = scores && { ...scores, metrics: ownScores(scores, history) };
  return `${lines}${JSON.stringify({ name, stamp, common: places, record, result, history })}\n`;
}

/** The scores that stand nowhere else. */
function ownScores({ step, metrics: { validation, test } }: RunResult, history: History): OwnScores {
  return validationAt(history, step) === validation ? { test } : { validation, test };
}

/** Adds a common part to those seen, or gives a run. */
function readLine(line: string, seen: Part[], common: Common): Indexed | null {
  const parsed = parseJson(line);
  if ('problem' in parsed) return null;
  if (line.startsWith(entryMark)) {
    const read = check(entry, parsed.value);
    return 'value' in read ? wholeOf(read.value, seen, common) : null;
  }
  const part = check(strictParts, parsed.value);
  // A wrong one keeps its place, so that those after it keep theirs.
  seen.push('value' in part ? common.parts(part.value) : {});
  return null;
}

/** A run with its common parts; null where one is missing. */
function wholeOf(
  { common: places, record: own, result: ownResult, ...rest }: Entry,
  seen: readonly Part[],
  known: Common,
): Indexed | null {
  const shared: Part = {};
  for (const key of shareable) {
    const place = places[key];
    if (place !== undefined) Object.assign(shared, { [key]: seen[place]?.[key] });
  }
  if (wanted.some((key) => shared[key] === undefined)) return null;
  const { untrained, pixels, ...ofRecord } = shared;
  // Each of its parts was checked.
  const record = { ...own, ...ofRecord, command: known.parts(own.command) } as RunRecord;
  if (!ownResult) return { ...rest, record, result: null };
  const validation = ownResult.metrics.validation ?? validationAt(rest.history, ownResult.step);
  if (!untrained || !validation) return null;
  const metrics = { untrained, ...(pixels && { pixels }), validation, test: ownResult.metrics.test };
  return { ...rest, record, result: { ...ownResult, metrics } };
}
