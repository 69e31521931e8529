import path from 'node:path';
import type { RunEvent, RunRecord, RunResult, RunState } from '../protocol/run';
import { EventLog } from './eventLog';
import { extend, keptEvents, noHistory, type History } from './history';
import { plainFile, readSmall } from './plainFile';
import { runFiles } from './runFiles';
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
  private readonly log;
  private record: Parsed<RunRecord> | null = null;
  private result: Parsed<RunResult> | null = null;
  private history = noHistory;
  /** The events as they were at the last look. */
  private seen = { size: -1, changed: 0 };
  private eventsProblem: string | null = null;

  constructor(readonly folder: string) {
    this.files = runFiles(folder);
    this.log = new EventLog(this.files.events, 'summary');
  }

  /** @returns null where the folder is not a run: it has no run.json (yet) */
  async look(observer: Observer): Promise<Run | null> {
    this.record ??= await readJson(this.files.record, parseRecord);
    if (!this.record) return null;
    // The result last: its `end` line comes after it, so nobody sees an end without its result.
    await this.readEvents();
    if (!valueOf(this.result)) this.result = await readJson(this.files.result, parseResult);
    const { history } = this;
    const result = valueOf(this.result);
    return {
      id: path.basename(this.folder),
      folder: this.folder,
      record: valueOf(this.record),
      result,
      history,
      state: runState({ history, result, lastWrite: this.seen.changed }, observer),
      problems: this.problems(),
    };
  }

  private async readEvents(): Promise<void> {
    try {
      const now = await plainFile(this.files.events);
      if (now.size === this.seen.size && now.changed === this.seen.changed) return;
      const { restarted, events } = await this.log.read();
      this.history = events.reduce(extend, restarted ? noHistory : this.history);
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
