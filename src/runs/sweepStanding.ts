import type { RunResult } from '../protocol/run';
import type { Sweep, SweepJob } from '../protocol/sweep';
import type { Run } from './reader';
import { jobKey, jobOf, sweepJobs } from './sweepJobs';

/** `queued`: it has not begun, or can go on from where it was. */
export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'skipped';

/** A job, and what has become of it. */
export interface JobStanding {
  readonly key: string;
  readonly job: SweepJob;
  readonly state: JobState;
  /** Its run, where one has begun. */
  readonly run: Run | null;
}

export interface SweepStanding {
  readonly sweep: Sweep;
  readonly jobs: readonly JobStanding[];
  /** Jobs that are not known yet. */
  readonly toCome: number;
  readonly winners: Readonly<Record<string, number | null>>;
}

/** The score that a search, like a run, chooses by. */
export const searchScore = 'MAP@R';

/**
 * Where a sweep is, by the records of its runs alone.
 * @param runs all that are of this sweep, and possibly others
 * @param skipped keys of the jobs that were taken out
 */
export function sweepStanding(
  sweep: Sweep,
  runs: readonly Run[],
  skipped: ReadonlySet<string>,
): SweepStanding {
  const found = new Map<string, Run>();
  for (const run of runs) {
    if (run.record?.sweep?.id !== sweep.id) continue;
    const key = jobKey(jobOf(run.record));
    if (!found.get(key)?.result) found.set(key, run);
  }
  const standingOf = (job: SweepJob): JobStanding => {
    const key = jobKey(job);
    const run = found.get(key) ?? null;
    return { key, job, run, state: stateOf(run, skipped.has(key)) };
  };
  const { jobs, toCome, winners } = sweepJobs(sweep, (job) => {
    const { state, run } = standingOf(job);
    if (state === 'done') return scoreOf(run?.result ?? null);
    return state === 'failed' || state === 'skipped' ? null : undefined;
  });
  return { sweep, jobs: jobs.map(standingOf), toCome, winners };
}

function stateOf(run: Run | null, isSkipped: boolean): JobState {
  if (run?.state === 'finished') return 'done';
  if (run?.state === 'running') return 'running';
  if (isSkipped) return 'skipped';
  return run?.state === 'failed' ? 'failed' : 'queued';
}

const scoreOf = (result: RunResult | null) => result?.metrics.validation[searchScore] ?? null;
