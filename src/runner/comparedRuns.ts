import type { RunClaim, RunRecord, RunResult } from '../protocol/run';

/** A run that came to its end. */
export interface FinishedRun {
  readonly record: RunRecord;
  readonly result: RunResult;
}

/** The runs that a claim is judged by. */
export interface ComparedRuns {
  /** Those that both variants have a score for, ascending. */
  readonly seeds: readonly number[];
  /** A run of any variant and one of these seeds. */
  runOf(variant: string, seed: number): FinishedRun | undefined;
  /** The experiment's other runs, by what keeps them out: `2 on fold 0 of 4`. */
  readonly leftOut: readonly string[];
}

/**
 * Pairs of runs of one experiment: of its very code, all its steps and the settings as written, on the same classes, chosen
 * without a look at their test scores. Of several folds the newest run's counts, of several runs with one variant and seed the
 * newest.
 * @param runs of this experiment's file, newest first
 */
export function comparedRuns(
  runs: readonly FinishedRun[],
  now: { readonly codeHash: string; readonly steps: number; readonly claim: RunClaim },
): ComparedRuns {
  const { better, than, on } = now.claim;
  const fit = runs.filter(({ record }) => whyUnfit(record, now) === null);
  const classes = fit[0]?.record.split?.hash;
  const newest = new Map<string, FinishedRun>();
  for (const run of fit.toReversed()) {
    if (run.record.split?.hash === classes) newest.set(key(run.record), run);
  }
  const runOf = (variant: string, seed: number) => newest.get(key({ variant, seed }));
  const hasScore = (variant: string, seed: number) =>
    runOf(variant, seed)?.result.metrics.test[on] !== undefined;
  const seeds = [...new Set(fit.map(({ record }) => record.seed))]
    .filter((seed) => hasScore(better, seed) && hasScore(than, seed))
    .sort((a, b) => a - b);
  const whyLeftOut = ({ record }: FinishedRun): string | null => {
    const unfit = whyUnfit(record, now);
    if (unfit !== null) return unfit;
    if (record.split?.hash !== classes) return `on ${foldInWords(record)}`;
    if (newest.get(key(record))?.record !== record) return 'run again since';
    return seeds.includes(record.seed) ? null : 'of a seed without a pair';
  };
  return { seeds, runOf, leftOut: counted(runs.map(whyLeftOut)) };
}

const key = ({ variant, seed }: Pick<RunRecord, 'variant' | 'seed'>) => JSON.stringify([variant, seed]);

function whyUnfit(
  { experiment, config, trial, validationOnly, select }: RunRecord,
  { codeHash, steps }: { readonly codeHash: string; readonly steps: number },
): string | null {
  if (experiment.codeHash !== codeHash) return 'of other code';
  if (trial !== undefined || validationOnly) return 'of a search for settings';
  if (config.steps !== steps) return `of ${config.steps} steps`;
  return select === 'oracle' ? 'chosen by their test scores' : null;
}

const foldInWords = ({ split }: RunRecord) =>
  split?.fold ? `fold ${split.fold.index} of ${split.fold.of}` : 'other classes';

/** Each reason with how often it is given. */
function counted(reasons: readonly (string | null)[]): string[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${reason}`);
}
