import { LabError } from '../lab/core/labError';
import type { Experiment } from '../lab/training/experiment';
import type { Outcome } from '../protocol/outcome';
import type { RunClaim } from '../protocol/run';
import { summarise } from '../statistics/summarise';
import { verdict } from '../statistics/verdict';
import { comparedRuns, type FinishedRun } from './comparedRuns';

/** The experiment as its file has it now. */
interface ExperimentFile {
  /** Relative to its workspace. */
  readonly file: string;
  readonly codeHash: string;
  readonly experiment: Experiment;
}

/** What the runs say, and which of the experiment's say nothing, by the reason: `2 on fold 0 of 4`. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly leftOut: readonly string[];
}

/**
 * What the finished runs of an experiment say of its claim.
 * @param runs newest first
 * @throws LabError where there is no claim, or no seed that both of its variants ran with
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
  const { seeds, runOf, leftOut } = comparedRuns(own, { codeHash, steps, claim });
  const scoresOf = (variant: string) =>
    seeds.map((seed) => runOf(variant, seed)?.result.metrics.test[claim.on] ?? null);
  const found = verdict(scoresOf(claim.better).map(Number), scoresOf(claim.than).map(Number));
  const betters = seeds.flatMap((seed) => runOf(claim.better, seed) ?? []);
  const [first] = betters;
  if (!found || !first) throw new LabError(nothingToCompare(file, experiment.seeds, claim, leftOut));
  const { state, mean, interval, pairsToDecide } = found;
  const untrained = summarise(betters.flatMap(({ result }) => result.metrics.untrained[claim.on] ?? []));
  const outcome = {
    claim,
    state,
    difference: { mean, interval },
    seedsToDecide: pairsToDecide,
    seeds,
    scores: Object.fromEntries(Object.keys(variants).map((variant) => [variant, scoresOf(variant)])),
    untrained: untrained?.mean ?? NaN,
    steps,
    backend: first.record.backend,
    device: first.record.device,
    codeHash,
    command: `metric-lab train ${file} --seed ${seeds.join(',')} && metric-lab claim ${file}`,
  };
  return { outcome, leftOut };
}

function nothingToCompare(
  file: string,
  seeds: readonly number[],
  { better, than }: RunClaim,
  leftOut: readonly string[],
): string {
  return (
    `${file}: no finished runs to compare: its code as it is now, all of its steps, '${better}' and '${than}'` +
    ` with the same seed${leftOut.length > 0 ? ` (there are ${leftOut.join('; ')})` : ''};` +
    ` run: metric-lab train ${file} --seed ${seeds.join(',')}`
  );
}
