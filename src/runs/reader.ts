import path from 'node:path';
import type { RunEvent, RunRecord, RunResult, RunState } from '../protocol/run';
import { Common } from './common';
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
  /** None until it is needed, and after a summary. */
  private log: EventLog | null = null;
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
  /** True before the first look after `restore`, which has just looked at the files. */
  private restored = false;

  constructor(
    readonly folder: string,
    private readonly common = new Common(),
  ) {}

  /** Made when asked for: there may be thousands of readers. */
  private get files() {
    return runFiles(this.folder);
  }

  /** True after a look that found the run to be over: only somebody who goes on with it changes it again. */
  get isOver(): boolean {
    return this.last !== null && this.history.end !== null && this.last.problems.length === 0;
  }

  /** @returns null where the folder is not a run: it has no run.json (yet); the same object where nothing is new */
  async look(observer: Observer): Promise<Run | null> {
    this.record ??= mapped(await readJson(this.files.record, parseRecord), (read) =>
      this.common.record(read),
    );
    if (!this.record) return null;
    // The result last: its `end` line comes after it, so nobody sees an end without its result.
    const { size, changed } = this.seen;
    if (this.restored) this.restored = false;
    else await this.readEvents();
    const { history } = this;
    if (!valueOf(this.result)) {
      const read = await readJson(this.files.result, parseResult);
      this.result = mapped(read, (scores) => this.common.result(scores, history));
    }
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
    if (stamp?.events[0] !== this.seen.size || stamp.events[1] !== this.seen.changed) return null;
    return { name: last.id, stamp, record: last.record, result: last.result, history: last.history };
  }

  /** Takes a run from an index in place of reading it. @returns false where its files are not as they were */
  async restore({ stamp, record, result, history }: Indexed): Promise<boolean> {
    const now = await this.stamp();
    if (!now || JSON.stringify(now) !== JSON.stringify(stamp)) return false;
    this.record = { value: record };
    this.result = result && { value: result };
    this.history = history;
    this.seen = { size: now.events[0], changed: now.events[1] };
    this.summarised = true;
    this.restored = true;
    return true;
  }

  /** Null without events. */
  private async stamp(): Promise<Stamp | null> {
    const [events, result] = await Promise.all([fileStamp(this.files.events), fileStamp(this.files.result)]);
    return events && { events, result };
  }

  /** Of a run that is over nobody asks for more; there may be thousands of them. */
  private summarise(run: Run): void {
    this.history = summaryOf(run.history);
    this.last = { ...run, history: this.history };
    this.summarised = true;
    this.log = null;
  }

  private async readEvents(): Promise<void> {
    try {
      const now = await plainFile(this.files.events);
      if (now.size === this.seen.size && now.changed === this.seen.changed) return;
      this.log ??= new EventLog(this.files.events, 'summary');
      const { restarted, events } = await this.log.read(now.size);
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
      ...(this.log?.problems ?? []),
    ];
  }
}

/** All that happened in a run, lost attempts left out: for its learning curve. */
export async function readEvents(
  folder: string,
): Promise<{ events: RunEvent[]; problems: readonly string[] }> {
  const file = runFiles(folder).events;
  const log = new EventLog(file);
  try {
    const { events } = await log.read((await plainFile(file)).size);
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

const fileStamp = (file: string) =>
  plainFile(file).then(
    ({ size, changed }) => [size, changed] as const,
    () => null,
  );
const mapped = <T>(parsed: Parsed<T> | null, change: (value: T) => T): Parsed<T> | null =>
  parsed && 'value' in parsed ? { value: change(parsed.value) } : parsed;
const valueOf = <T>(parsed: Parsed<T> | null) => (parsed && 'value' in parsed ? parsed.value : null);
const problemOf = (file: string, parsed: Parsed<unknown> | null) =>
  parsed && 'problem' in parsed ? [`${file}: ${parsed.problem}`] : [];
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
