import { LabError } from '../lab/core/labError';
import type { Experiment } from '../lab/training/experiment';
import type { Outcome } from '../protocol/outcome';
import type { RunRecord, RunResult } from '../protocol/run';
import { verdict } from '../statistics/verdict';

/** A run that came to its end. */
export interface FinishedRun {
  readonly record: RunRecord;
  readonly result: RunResult;
}

/** The experiment as its file has it now. */
export interface ExperimentFile {
  /** Relative to its workspace. */
  readonly file: string;
  readonly codeHash: string;
  readonly experiment: Experiment;
}

/**
 * What the runs of an experiment say of its claim: those of this very code and of all its steps, of several with the same
 * variant and seed the newest.
 * @param runs newest first
 * @throws LabError where there is no claim, or no seed that both of its variants ran with
 */
export function outcomeOf(
  { file, codeHash, experiment }: ExperimentFile,
  runs: readonly FinishedRun[],
): Outcome {
  const { claim, steps, variants } = experiment;
  if (!claim) {
    throw new LabError(
      `${file}: the experiment makes no claim; give it one, such as claim: { better: 'circle', than: 'triplet', on: 'R@1' }`,
    );
  }
  const own = runs.filter(({ record }) => isOf(record, { file, codeHash, steps }));
  const newest = own[0]?.record.split;
  // Two runs are a pair where they saw the same classes: of several folds the newest counts.
  const paired = own.filter(({ record }) => record.split?.hash === newest?.hash);
  const runOf = (variant: string, seed: number) =>
    paired.find(({ record }) => record.variant === variant && record.seed === seed);
  const seeds = seedsOf(paired).filter((seed) => runOf(claim.better, seed) && runOf(claim.than, seed));
  const scoresOf = (variant: string) => seeds.map((seed) => scoreOf(runOf(variant, seed), claim.on));
  const found = verdict(known(scoresOf(claim.better)), known(scoresOf(claim.than)));
  const first = runOf(claim.better, seeds[0] ?? NaN);
  if (!found || !first) throw new LabError(nothingToCompare(file, claim, experiment.seeds));
  const { state, mean, interval, pairsToDecide } = found;
  const untrained = seeds.map((seed) => runOf(claim.better, seed)!.result.metrics.untrained[claim.on] ?? NaN);
  return {
    claim,
    state,
    difference: { mean, interval },
    seedsToDecide: pairsToDecide,
    seeds,
    scores: Object.fromEntries(Object.keys(variants).map((variant) => [variant, scoresOf(variant)])),
    untrained: untrained.reduce((sum, value) => sum + value, 0) / untrained.length,
    steps,
    backend: first.record.backend,
    device: first.record.device,
    codeHash,
    command: `metric-lab train ${file} --seed ${seeds.join(',')} && metric-lab claim ${file}`,
  };
}

/** Whether a run is of this very experiment, with its settings as written, and chosen without a look at its test scores. */
const isOf = (
  { experiment, config, trial, validationOnly, select }: RunRecord,
  { file, codeHash, steps }: { readonly file: string; readonly codeHash: string; readonly steps: number },
) =>
  experiment.file === file &&
  experiment.codeHash === codeHash &&
  config.steps === steps &&
  trial === undefined &&
  !validationOnly &&
  select !== 'oracle';

const seedsOf = (runs: readonly FinishedRun[]) =>
  [...new Set(runs.map(({ record }) => record.seed))].sort((a, b) => a - b);

const scoreOf = (run: FinishedRun | undefined, metric: string) => run?.result.metrics.test[metric] ?? null;

const known = (scores: readonly (number | null)[]) => scores.map((score) => score ?? NaN);

function nothingToCompare(file: string, claim: Outcome['claim'], seeds: readonly number[]): string {
  return (
    `${file}: no finished runs to compare: its code as it is now, all of its steps, '${claim.better}' and '${claim.than}'` +
    ` with the same seed; run: metric-lab train ${file} --seed ${seeds.join(',')}`
  );
}
