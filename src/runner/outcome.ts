import { LabError } from '../lab/core/labError';
import type { Experiment } from '../lab/training/experiment';
import type { Outcome } from '../protocol/outcome';
import { summarise } from '../statistics/inference/summarise';
import { comparedRuns, type FinishedRun } from './comparedRuns';
import { outcomeLine, type FoldCut } from './outcomeLine';

/** The experiment as its file has it now. */
interface ExperimentFile {
  /** Relative to its workspace. */
  readonly file: string;
  readonly codeHash: string;
  readonly experiment: Experiment;
}

/** What the runs say, and which of the experiment's say nothing, by the reason: `2 of other code`. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly leftOut: readonly string[];
}

/**
 * What the finished runs of an experiment say of its claim.
 * @param runs newest first
 * @throws LabError where there is no claim, or no seed and fold that both of its variants ran with
 */
export function outcomeOf(
  { file, codeHash, experiment }: ExperimentFile,
  runs: readonly FinishedRun[],
): Judgement {
  const { claim, steps, variants } = experiment;
  if (!claim) {
    throw new LabError(
      `${file}: the experiment makes no claim; give it one, such as claim: { better: 'circle', than: 'triplet', on: 'R@1' }`,
    );
  }
  const own = runs.filter(({ record }) => record.experiment.file === file);
  const { verdict, cut, runOf, leftOut } = comparedRuns(own, { codeHash, steps, claim });
  const first = verdict && runOf(claim.better, verdict.replicates[0]!);
  if (!first) throw new LabError(nothingToCompare(file, experiment, leftOut));
  const line = outcomeLine(claim, verdict, cut);
  const resultsOf = (variant: string) =>
    verdict.replicates.map((one) => runOf(variant, one)?.result.metrics ?? null);
  const scoresOf = (variant: string) => resultsOf(variant).map((metrics) => metrics?.test[claim.on] ?? null);
  const untrained = resultsOf(claim.better).flatMap((metrics) => metrics?.untrained[claim.on] ?? []);
  const outcome = {
    ...line,
    scores: Object.fromEntries(Object.keys(variants).map((variant) => [variant, scoresOf(variant)])),
    untrained: summarise(untrained)?.mean ?? NaN,
    steps,
    backend: first.record.backend,
    device: devicesOf(
      [claim.better, claim.than].flatMap((variant) =>
        verdict.replicates.flatMap((one) => runOf(variant, one) ?? []),
      ),
    ),
    codeHash,
    command: `${trainCommand(file, line.seeds, cut)} && metric-lab claim ${file}`,
  };
  return { outcome, leftOut };
}

/** Each that computed some of the runs. */
const devicesOf = (runs: readonly FinishedRun[]) =>
  [...new Set(runs.map(({ record }) => record.device))].join('; ');

function nothingToCompare(
  file: string,
  { claim, seeds, folds }: Experiment,
  leftOut: readonly string[],
): string {
  const there = leftOut.length > 0 ? ` (there are ${leftOut.join('; ')})` : '';
  return (
    `${file}: no finished runs to compare: its code as it is now, all of its steps, '${claim!.better}' and` +
    ` '${claim!.than}' with the same seed${folds ? ' and fold' : ''}${there};` +
    ` run: ${trainCommand(file, seeds, folds ?? null)}`
  );
}

/** What trains every variant with these seeds, and on all folds of this cut. */
function trainCommand(file: string, seeds: readonly number[], cut: FoldCut): string {
  const folds = cut ? ` --fold all --folds ${cut.of} --cut ${cut.cut}` : '';
  return `metric-lab train ${file} --seed ${seeds.join(',')}${folds}`;
}
