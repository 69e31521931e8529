import type { RunRecord } from '../protocol/run';
import type { Sweep, SweepJob } from '../protocol/sweep';

/** What is known of a job: its score, or null where it ended without one; undefined while it has not ended. */
export type ScoreOf = (job: SweepJob) => number | null | undefined;

export interface SweepJobs {
  /** In the order in which they should run: for each seed all variants, so that there is something to compare early. */
  readonly jobs: readonly SweepJob[];
  /** Jobs that depend on what others score, so that they are not known yet. */
  readonly toCome: number;
  /** The trial that won, of each variant that was searched; null where none came to its end. */
  readonly winners: Readonly<Record<string, number | null>>;
}

/** One job from another: the same for the same job, of whichever process. */
export const jobKey = ({ variant, seed, fold, trial, steps, validationOnly }: SweepJob): string =>
  JSON.stringify([variant, seed, fold ?? null, trial ?? null, steps, validationOnly ?? false]);

/** The job that a run of a sweep does. */
export const jobOf = ({ variant, seed, split, trial, config, validationOnly }: RunRecord): SweepJob => ({
  ...{ variant, seed, fold: split?.fold?.index, trial, steps: config.steps, validationOnly },
});

/** The jobs of a sweep, as far as its finished runs let them be known. */
export function sweepJobs(sweep: Sweep, scoreOf: ScoreOf): SweepJobs {
  const { variants, seeds, search } = sweep;
  const searches = (search?.variants ?? []).map((variant) => ({
    variant,
    ...searched(sweep, variant, scoreOf),
  }));
  const finals = seeds.flatMap((seed) => folded(sweep).map((fold) => ({ seed, fold })));
  const compared = finals.flatMap(({ seed, fold }) =>
    variants.flatMap((variant): SweepJob[] => {
      const of = searches.find((one) => one.variant === variant);
      if (of && typeof of.winner !== 'number') return [];
      // Trial 0 is the variant as it is written.
      return [{ variant, seed, fold, trial: of?.winner || undefined, steps: sweep.steps }];
    }),
  );
  const waiting = searches.filter(({ winner }) => winner === undefined).length;
  return {
    jobs: [...searches.flatMap(({ jobs }) => jobs), ...compared],
    toCome: searches.reduce((sum, { toCome }) => sum + toCome, waiting * finals.length),
    winners: Object.fromEntries(
      searches.flatMap(({ variant, winner }) => (winner === undefined ? [] : [[variant, winner]])),
    ),
  };
}

/** The trials that are run side by side, and for how many steps. */
interface Rung {
  readonly trials: number;
  readonly steps: number;
}

/**
 * The rungs of a search. With successive halving (Jamieson and Talwalkar 2016), here by thirds, each rung keeps the best third of
 * the last one and trains it anew for thrice the steps; the last one to the end.
 */
export function rungsOf({ steps, search }: Pick<Sweep, 'steps' | 'search'>): Rung[] {
  if (!search) return [];
  const { method, trials } = search;
  if (method === 'random') return [{ trials, steps }];
  const kept: number[] = [];
  for (let left = trials; left >= 2 || kept.length === 0; left = Math.floor(left / 3)) kept.push(left);
  return kept.map((count, rung) => ({
    trials: count,
    steps: Math.max(1, Math.round(steps / 3 ** (kept.length - 1 - rung))),
  }));
}

/** A variant's search so far; `winner` is undefined while it goes on. */
function searched(sweep: Sweep, variant: string, scoreOf: ScoreOf) {
  const seed = sweep.seeds[0]!;
  const folds = folded(sweep);
  const rungs = rungsOf(sweep);
  const jobs: SweepJob[] = [];
  let best = Array.from({ length: rungs[0]?.trials ?? 0 }, (_, trial) => trial);
  for (const [at, { trials, steps }] of rungs.entries()) {
    const jobsOf = (trial: number) =>
      folds.map((fold): SweepJob => ({ variant, seed, fold, trial, steps, validationOnly: true }));
    const running = best.slice(0, trials);
    jobs.push(...running.flatMap(jobsOf));
    const scores = running.map((trial) => meanScore(jobsOf(trial).map(scoreOf)));
    if (scores.includes(undefined)) {
      const later = rungs.slice(at + 1).reduce((sum, rung) => sum + rung.trials, 0);
      return { jobs, winner: undefined, toCome: later * folds.length };
    }
    best = bestFirst(running, scores);
  }
  return { jobs, winner: best[0] ?? null, toCome: 0 };
}

/** Over the folds; undefined while one is missing, null where one came to no score. */
function meanScore(scores: readonly (number | null | undefined)[]): number | null | undefined {
  if (scores.includes(undefined)) return undefined;
  if (scores.includes(null)) return null;
  return (scores as readonly number[]).reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Those that have a score, the highest first; of equal ones the earlier trial. */
function bestFirst(trials: readonly number[], scores: readonly (number | null | undefined)[]): number[] {
  const scored = trials.flatMap((trial, at) => {
    const score = scores[at];
    return typeof score === 'number' ? [{ trial, score }] : [];
  });
  return scored.sort((a, b) => b.score - a.score || a.trial - b.trial).map(({ trial }) => trial);
}

/** A single undefined stands for the data set's own validation classes. */
const folded = ({ folds }: Sweep): readonly (number | undefined)[] =>
  folds ? Array.from({ length: folds.of }, (_, index) => index) : [undefined];
