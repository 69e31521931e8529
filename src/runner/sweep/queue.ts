import { setTimeout as sleep } from 'node:timers/promises';
import type { Sweep, SweepJob, SweepRequest } from '../../protocol/sweep';
import type { Run } from '../../runs/reader';
import { sweepStanding, type JobStanding, type SweepStanding } from '../../runs/sweepStanding';
import type { Ending, RunProcess } from './runProcess';

export interface QueueParts {
  readonly sweep: Sweep;
  /** The runs of the sweep, as their records tell them now. */
  readonly runs: { look(): Promise<readonly Run[]> };
  /** @param resume id of the run to go on with */
  start(job: SweepJob, resume: string | undefined): RunProcess;
  /** What somebody has asked for since the last look. */
  requests(): Promise<readonly SweepRequest[]>;
  /** Keys of the jobs that were taken out so far; kept by the caller for later. */
  readonly skipped: ReadonlySet<string>;
  keepSkipped(skipped: ReadonlySet<string>): Promise<void>;
  readonly listener: QueueListener;
  /** Asks for a gentle end: all runs stop with a checkpoint. */
  readonly stop: AbortSignal;
  /** Runs at once. */
  readonly atOnce: number;
  /** Whether what has failed is tried once more. */
  readonly retry: boolean;
}

export interface QueueListener {
  /** Called again and again. */
  standing(now: SweepStanding): void;
  /** A job has come to its end. @param message why it failed */
  ended(job: JobStanding, message: string | null): void;
}

/** A process that a signal ends, such as one that takes too much memory, is started again so often. */
const mostDeaths = 3;
const lookEvery = 500; // ms
/** As a shell says it of a program that was interrupted. */
const interrupted = 130;

/**
 * Does the jobs of a sweep, some at once. What a job has come to it asks the records of the runs, so that it makes no difference
 * which process did it, nor how that ended. A run that another process still works on, which happens after a crash, is waited for.
 */
export class Queue {
  private readonly processes = new Map<string, RunProcess>();
  private readonly skipped: Set<string>;
  /** Failed jobs that are to be tried once more. */
  private readonly retrying = new Set<string>();
  /** Jobs that this process does not start again, and why. */
  private readonly givenUp = new Map<string, string>();
  private readonly deaths = new Map<string, number>();
  private readonly told = new Set<string>();
  private isStopping = false;

  constructor(private readonly parts: QueueParts) {
    this.skipped = new Set(parts.skipped);
  }

  /** @returns how things stand once nothing is left to do, or all has stopped */
  async run(): Promise<SweepStanding> {
    const { stop, listener } = this.parts;
    const stopAll = () => this.stopAll();
    stop.addEventListener('abort', stopAll);
    let standing = await this.look();
    for (const { key, state } of standing.jobs) if (state === 'done') this.told.add(key);
    if (this.parts.retry) this.retryFailed(standing);
    for (;;) {
      await this.obey(standing);
      standing = await this.look();
      this.tell(standing);
      if (!this.isStopping) this.startNext(standing);
      listener.standing(standing);
      if (this.isOver(standing)) break;
      await this.somethingHappens();
    }
    stop.removeEventListener('abort', stopAll);
    return standing;
  }

  /** Ends all processes at once. */
  kill(): void {
    for (const process of this.processes.values()) process.kill();
  }

  /** As the records have it, and as this process knows better. */
  private async look(): Promise<SweepStanding> {
    const standing = sweepStanding(this.parts.sweep, await this.parts.runs.look(), this.skipped);
    const jobs = standing.jobs.map((job): JobStanding => {
      if (this.processes.has(job.key)) return { ...job, state: 'running' };
      if (job.state === 'failed' && this.retrying.has(job.key)) return { ...job, state: 'queued' };
      return job.state === 'queued' && this.givenUp.has(job.key) ? { ...job, state: 'failed' } : job;
    });
    return { ...standing, jobs };
  }

  private async obey(standing: SweepStanding): Promise<void> {
    for (const request of await this.parts.requests()) {
      if (request.type === 'stop') this.stopAll();
      else if (request.type === 'retry') this.retryFailed(standing);
      else await this.skip(request.jobs);
    }
  }

  private stopAll(): void {
    this.isStopping = true;
    for (const process of this.processes.values()) process.stop();
  }

  private async skip(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.skipped.add(key);
    // First the note, then the deed: after a crash in between it must not go on.
    await this.parts.keepSkipped(this.skipped);
    for (const key of keys) this.processes.get(key)?.stop();
  }

  private retryFailed({ jobs }: SweepStanding): void {
    this.givenUp.clear();
    this.deaths.clear();
    for (const { key, state } of jobs) {
      if (state !== 'failed') continue;
      this.retrying.add(key);
      this.told.delete(key);
    }
  }

  private tell({ jobs }: SweepStanding): void {
    for (const job of jobs) {
      const isOver = job.state === 'done' || job.state === 'failed';
      if (!isOver || this.told.has(job.key)) continue;
      this.told.add(job.key);
      const message = job.run?.history.end?.message ?? this.givenUp.get(job.key) ?? null;
      this.parts.listener.ended(job, job.state === 'failed' ? message : null);
    }
  }

  private startNext({ jobs }: SweepStanding): void {
    const running = jobs.filter(({ state }) => state === 'running').length;
    const next = jobs
      .filter(({ state }) => state === 'queued')
      .slice(0, Math.max(0, this.parts.atOnce - running));
    for (const { key, job, run } of next) {
      const process = this.parts.start(job, run?.id);
      this.processes.set(key, process);
      this.retrying.delete(key);
      void process.ended.then((ending) => this.hasEnded(key, ending));
    }
  }

  /** What its record says counts; this is for what the record cannot say. */
  private hasEnded(key: string, { code, said }: Ending): void {
    this.processes.delete(key);
    if (code === 0 || this.isStopping || this.skipped.has(key)) return;
    if (code === interrupted) {
      this.givenUp.set(key, 'it was stopped');
      return;
    }
    const deaths = (this.deaths.get(key) ?? 0) + 1;
    this.deaths.set(key, deaths);
    if (code !== null || deaths >= mostDeaths) {
      this.givenUp.set(
        key,
        said || (code === null ? `a signal ended it ${deaths} times` : `it ended with code ${code}`),
      );
    }
  }

  private isOver({ jobs }: SweepStanding): boolean {
    if (this.processes.size > 0) return false;
    if (this.isStopping) return true;
    return jobs.every(({ state }) => state !== 'queued' && state !== 'running');
  }

  private async somethingHappens(): Promise<void> {
    const waiting = new AbortController();
    const { signal } = waiting;
    await Promise.race([
      ...[...this.processes.values()].map(({ ended }) => ended),
      sleep(lookEvery, undefined, { signal }).catch(() => undefined),
    ]);
    waiting.abort();
  }
}
