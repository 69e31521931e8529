import type { RunClaim, RunRecord, RunResult } from '../protocol/run';
import { replicateKey, type Replicate, type ReplicateScore } from '../statistics/pairedScores';
import { pairedVerdict, type PairedVerdict } from '../statistics/pairedVerdict';
import { lonely, type FoldCut } from './outcomeLine';

/** A run that came to its end. */
export interface FinishedRun {
  readonly record: RunRecord;
  readonly result: RunResult;
}

/** The runs that a claim is judged by. */
export interface ComparedRuns {
  /** Over the seeds and folds that both of its variants have a score for; null where there are none. */
  readonly verdict: PairedVerdict | null;
  readonly cut: FoldCut;
  /** A run of any variant and one of these seeds and folds. */
  runOf(variant: string, replicate: Replicate): FinishedRun | undefined;
  /** The experiment's other runs, by what keeps them out: `2 of a seed and fold without a pair`. */
  readonly leftOut: readonly string[];
}

/**
 * Pairs of runs of one experiment, over every seed and fold that both variants of its claim ran with: of its very code, all its
 * steps and the settings as written, on the same classes, by one engine and version of Metric Lab, their step chosen alike and
 * without a look at their test scores. Where engines, versions, choices or cuts of the training half differ the newest run's counts, of several runs of one variant, seed
 * and fold the newest. Processors and numbers of threads may differ: they change the last digits, as another seed does all of them.
 * @param runs of this experiment's file, newest first
 */
export function comparedRuns(
  runs: readonly FinishedRun[],
  now: { readonly codeHash: string; readonly steps: number; readonly claim: RunClaim },
): ComparedRuns {
  const { better, than, on } = now.claim;
  const fit = runs.filter(({ record }) => whyUnfit(record, now) === null);
  const newestRecord = fit[0]?.record;
  const cut = cutOf(newestRecord);
  const alike = fit.filter(({ record }) => whyUnlike(record, newestRecord) === null).reverse();
  // Of each fold the classes that its newest run saw.
  const classes = new Map(alike.map(({ record }) => [foldOf(record), record.split?.hash]));
  const isOfThem = ({ record }: FinishedRun) => record.split?.hash === classes.get(foldOf(record));
  const newest = new Map<string, FinishedRun>();
  for (const run of alike) if (isOfThem(run)) newest.set(key(run.record.variant, replicateOf(run)), run);
  const scoresOf = (variant: string) =>
    [...newest.values()].flatMap((run): ReplicateScore[] => {
      const score = run.result.metrics.test[on];
      if (run.record.variant !== variant || score === undefined) return [];
      return [{ ...replicateOf(run), classes: run.record.split?.hash, score }];
    });
  const verdict = pairedVerdict(scoresOf(better), scoresOf(than));
  const paired = new Set(verdict?.replicates.map(replicateKey));
  const whyLeftOut = (run: FinishedRun): string | null => {
    const unfit = whyUnfit(run.record, now) ?? whyUnlike(run.record, newestRecord);
    if (unfit !== null) return unfit;
    if (!isOfThem(run)) return 'on other classes';
    if (newest.get(key(run.record.variant, replicateOf(run))) !== run) return 'run again since';
    return paired.has(replicateKey(replicateOf(run))) ? null : lonely(cut);
  };
  return {
    verdict,
    cut,
    runOf: (variant, replicate) => newest.get(key(variant, replicate)),
    leftOut: counted(runs.map(whyLeftOut)),
  };
}

const foldOf = ({ split }: RunRecord) => split?.fold?.index ?? null;
const replicateOf = ({ record }: FinishedRun): Replicate => ({ seed: record.seed, fold: foldOf(record) });
const key = (variant: string, replicate: Replicate) => JSON.stringify([variant, replicateKey(replicate)]);

function cutOf(record: RunRecord | undefined): FoldCut {
  const fold = record?.split?.fold;
  return fold ? { of: fold.of, cut: fold.cut } : null;
}

const cutInWords = (cut: FoldCut) =>
  cut ? `on folds cut otherwise: ${cut.of}, ${cut.cut}` : "on the data set's own validation classes";

function whyUnfit(
  { experiment, config, trial, validationOnly, select }: RunRecord,
  { codeHash, steps }: { readonly codeHash: string; readonly steps: number },
): string | null {
  if (experiment.codeHash !== codeHash) return 'of other code';
  if (trial !== undefined || validationOnly) return 'of a search for settings';
  if (config.steps !== steps) return `of ${config.steps} steps`;
  return select === 'oracle' ? selections.oracle : null;
}

/** In what a pair may not differ. */
function whyUnlike(record: RunRecord, newest: RunRecord | undefined): string | null {
  const cut = cutInWords(cutOf(record));
  if (cut !== cutInWords(cutOf(newest))) return cut;
  if (record.backend !== newest?.backend) return `computed by ${record.backend}`;
  const how = selectionOf(record);
  if (how !== selectionOf(newest)) return selections[how];
  const version = versionOf(record);
  return version === versionOf(newest) ? null : `of Metric Lab ${version}`;
}

const selectionOf = ({ select = 'validation' }: RunRecord) => select;

/** By what the step was chosen, in words. */
const selections = {
  validation: 'chosen by their validation scores',
  last: 'of the last step, whatever its validation scores',
  oracle: 'chosen by their test scores',
} as const;

const versionOf = ({ versions }: RunRecord) => versions['metric-lab'] ?? '(no version)';

/** Each reason with how often it is given. */
function counted(reasons: readonly (string | null)[]): string[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${reason}`);
}
