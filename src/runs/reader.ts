import path from 'node:path';
import type { RunEvent, RunRecord, RunResult, RunState } from '../protocol/run';
import { EventLog } from './eventLog';
import { extend, keptEvents, noHistory, summaryOf, type History } from './history';
import { plainFile, readSmall } from './plainFile';
import { runFiles } from './runFiles';
import type { Indexed, Stamp } from './runIndex';
import { parseRecord, parseResult, type Parsed } from './schema';
import { runState, type Observer } from './state';

/** A run as its files tell it. */
export interface Run {
  /** The folder's name. */
  readonly id: string;
  readonly folder: string;
  /** Null where run.json cannot be understood: `problems` says why. */
  readonly record: RunRecord | null;
  readonly result: RunResult | null;
  readonly history: History;
  readonly state: RunState;
  /** What could not be read, in words. */
  readonly problems: readonly string[];
}

const mostBytes = 1 << 20;

/** Follows one run; each look reads only what is new. Never throws for what stands in the files. */
export class RunReader {
  private readonly files;
  private log: EventLog;
  private record: Parsed<RunRecord> | null = null;
  private result: Parsed<RunResult> | null = null;
  private history = noHistory;
  /** The events as they were at the last look. */
  private seen = { size: -1, changed: 0 };
  private eventsProblem: string | null = null;
  /** What the last look gave. */
  private last: Run | null = null;
  /** True where the history is a summary: of a run that was over. */
  private summarised = false;

  constructor(readonly folder: string) {
    this.files = runFiles(folder);
    this.log = new EventLog(this.files.events, 'summary');
  }

  /** True after a look that found the run to be over: only somebody who goes on with it changes it again. */
  get isOver(): boolean {
    return this.last !== null && this.history.end !== null && this.last.problems.length === 0;
  }

  /** @returns null where the folder is not a run: it has no run.json (yet); the same object where nothing is new */
  async look(observer: Observer): Promise<Run | null> {
    this.record ??= await readJson(this.files.record, parseRecord);
    if (!this.record) return null;
    // The result last: its `end` line comes after it, so nobody sees an end without its result.
    const { size, changed } = this.seen;
    await this.readEvents();
    if (!valueOf(this.result)) this.result = await readJson(this.files.result, parseResult);
    const { history } = this;
    const result = valueOf(this.result);
    const state = runState({ history, result, lastWrite: this.seen.changed }, observer);
    const problems = this.problems();
    const isSame =
      this.seen.size === size &&
      this.seen.changed === changed &&
      this.last?.state === state &&
      this.last.result === result &&
      this.last.problems.join() === problems.join();
    if (isSame) return this.last;
    const { folder } = this;
    this.last = {
      id: path.basename(folder),
      folder,
      record: valueOf(this.record),
      result,
      history,
      state,
      problems,
    };
    if (this.isOver) this.summarise(this.last);
    return this.last;
  }

  /** A run that is over, for an index; null for another one. */
  async indexed(): Promise<Indexed | null> {
    const { last } = this;
    if (!this.isOver || !last?.record) return null;
    const stamp = await this.stamp();
    // Somebody goes on with it.
    if (stamp[1]?.[0] !== this.seen.size || stamp[1][1] !== this.seen.changed) return null;
    return { name: last.id, stamp, record: last.record, result: last.result, history: last.history };
  }

  /** Takes a run from an index in place of reading it. @returns false where its files are not as they were */
  async restore({ stamp, record, result, history }: Indexed): Promise<boolean> {
    const now = await this.stamp();
    if (JSON.stringify(now) !== JSON.stringify(stamp) || !now[1]) return false;
    this.record = { value: record };
    this.result = result && { value: result };
    this.history = history;
    this.seen = { size: now[1][0], changed: now[1][1] };
    this.summarised = true;
    return true;
  }

  private async stamp(): Promise<Stamp> {
    const { record, events, result } = this.files;
    return Promise.all(
      [record, events, result].map((file) =>
        plainFile(file).then(
          ({ size, changed }) => [size, changed] as const,
          () => null,
        ),
      ),
    );
  }

  /** Of a run that is over nobody asks for more; there may be thousands of them. */
  private summarise(run: Run): void {
    this.history = summaryOf(run.history);
    this.last = { ...run, history: this.history };
    this.summarised = true;
    this.log = new EventLog(this.files.events, 'summary');
  }

  private async readEvents(): Promise<void> {
    try {
      const now = await plainFile(this.files.events);
      if (now.size === this.seen.size && now.changed === this.seen.changed) return;
      const { restarted, events } = await this.log.read();
      // After a summary the log begins anew.
      this.history = events.reduce(extend, restarted || this.summarised ? noHistory : this.history);
      this.summarised = false;
      this.seen = now;
      this.eventsProblem = null;
    } catch (error) {
      this.eventsProblem = `events.jsonl: ${messageOf(error)}`;
    }
  }

  private problems(): string[] {
    return [
      ...problemOf('run.json', this.record),
      ...problemOf('result.json', this.result),
      ...(this.eventsProblem ? [this.eventsProblem] : []),
      ...this.log.problems,
    ];
  }
}

/** All that happened in a run, lost attempts left out: for its learning curve. */
export async function readEvents(
  folder: string,
): Promise<{ events: RunEvent[]; problems: readonly string[] }> {
  const log = new EventLog(runFiles(folder).events);
  try {
    const { events } = await log.read();
    return { events: keptEvents(events), problems: log.problems };
  } catch (error) {
    return { events: [], problems: [`events.jsonl: ${messageOf(error)}`] };
  }
}

async function readJson<T>(file: string, parse: (json: string) => Parsed<T>): Promise<Parsed<T> | null> {
  try {
    const json = await readSmall(file, mostBytes);
    return json === null ? null : parse(json);
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

const valueOf = <T>(parsed: Parsed<T> | null) => (parsed && 'value' in parsed ? parsed.value : null);
const problemOf = (file: string, parsed: Parsed<unknown> | null) =>
  parsed && 'problem' in parsed ? [`${file}: ${parsed.problem}`] : [];
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
