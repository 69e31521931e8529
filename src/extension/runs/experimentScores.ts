import type { RunRecord, RunResult } from '../../protocol/run';
import { newestReplicates } from '../../statistics/newestReplicates';
import { summarise } from '../../statistics/inference/summarise';
import type { SampleSummary } from '../../statistics/inference/summarise';
import type { Replicate, ReplicateScore } from '../../statistics/pairedScores';
import { pairedVerdict, type PairedVerdict } from '../../statistics/pairedVerdict';
import { configText } from './configText';

/** A run as its files tell it. */
export interface RecordedRun {
  readonly record: RunRecord | null;
  readonly result: RunResult | null;
}

interface FinishedRun {
  readonly record: RunRecord;
  readonly result: RunResult;
}

/** Finished runs that differ in nothing but their seed and fold. */
export interface VariantScores {
  readonly variant: string;
  /** One for each seed and fold, the newest, ascending. */
  readonly runs: readonly FinishedRun[];
  /** True where the experiment's file has changed since. */
  readonly stale: boolean;
}

/** What the finished runs of one experiment say. */
export interface ExperimentScores {
  readonly variants: ReadonlyMap<string, VariantScores>;
  readonly claim: RunRecord['experiment']['claim'] | null;
  /** Null without a claim, or without a seed and fold that both of its variants ran with. */
  readonly verdict: PairedVerdict | null;
}

/**
 * Of each variant its latest settings count, and of each seed and fold its latest run; runs of the file as it is now come
 * first, then those of an earlier version. What was chosen by its scores on test says nothing, nor do the trials of a search, nor,
 * as a rule, what was run with their settings, which the file does not state.
 * @param runs of one experiment's file, newest first
 * @param fileHash of that file as it is now (src/runs/fileHash.ts)
 * @param searched counts runs with the settings of a trial: those of a sweep that has searched for them
 */
export function experimentScores(
  runs: readonly RecordedRun[],
  fileHash: string,
  { searched = false } = {},
): ExperimentScores {
  const finished = runs.filter(isScore).filter(({ record }) => searched || record.trial === undefined);
  const now = finished.filter(({ record }) => record.experiment.fileHash === fileHash);
  // The file may be the same, and what it imports not.
  const current = ofOneCode(now);
  const names = new Set(finished.map(({ record }) => record.variant));
  const variants = new Map([...names].map((name) => [name, variantScores(name, current, finished)]));
  const claim = (current[0] ?? finished[0])?.record.experiment.claim ?? null;
  return { variants, claim, verdict: claim && verdictOn(variants, claim) };
}

/** Mean and interval of one score, a fraction of 1; null where no run has it. */
export function scoreOf({ runs }: VariantScores, metric: string): SampleSummary | null {
  return summarise(runs.flatMap(({ result }) => result.metrics.test[metric] ?? []));
}

/** What such a mean is over. */
export const replicatesOf = ({ runs }: VariantScores): Replicate[] => runs.map(replicateOf);

/**
 * The variant that stands for all: the claim's, else the best by Recall@1; what the present file has run comes first.
 * @param among only these variants
 */
export function leading(
  { variants, claim }: ExperimentScores,
  among?: readonly string[],
): VariantScores | null {
  const rank = (one: VariantScores) => [
    Number(!one.stale),
    Number(one.variant === claim?.better),
    scoreOf(one, 'R@1')?.mean ?? -1,
  ];
  const ranked = [...variants.values()]
    .filter(({ variant }) => among?.includes(variant) ?? true)
    .map((scores) => ({ scores, rank: rank(scores) }))
    .sort((a, b) => compare(b.rank, a.rank));
  return ranked[0]?.scores ?? null;
}

/**
 * What the runs say of the claim, to stand beside the score of one variant: nothing where they are of other code than that score, or
 * the claim is about other variants.
 * @param among the variants that the score stands for; all by default
 */
export function verdictBeside(
  { variants, claim, verdict }: ExperimentScores,
  one: VariantScores,
  among?: readonly string[],
): PairedVerdict | null {
  const codeOf = (scores: VariantScores | undefined) => scores?.runs[0]?.record.experiment.codeHash;
  if (!claim || codeOf(variants.get(claim.better)) !== codeOf(one)) return null;
  const isMeant = !among || among.includes(claim.better) || among.includes(claim.than);
  return isMeant ? verdict : null;
}

const compare = (a: readonly number[], b: readonly number[]) =>
  a.map((value, index) => value - b[index]!).find((difference) => difference !== 0) ?? 0;

function isScore(run: RecordedRun): run is FinishedRun {
  const { record, result } = run;
  return record !== null && result !== null && result.selectedOn !== 'oracle' && !record.validationOnly;
}

const ofOneCode = (runs: readonly FinishedRun[]) =>
  runs.filter(({ record }) => record.experiment.codeHash === runs[0]?.record.experiment.codeHash);

function variantScores(
  variant: string,
  current: readonly FinishedRun[],
  finished: readonly FinishedRun[],
): VariantScores {
  const own = ({ record }: FinishedRun) => record.variant === variant;
  const present = current.filter(own);
  const stale = present.length === 0;
  return { variant, runs: comparable(stale ? ofOneCode(finished.filter(own)) : present), stale };
}

/** Those with the settings of the first, the newest of each seed and fold. */
function comparable(runs: readonly FinishedRun[]): FinishedRun[] {
  const settings = ({
    record: { backend, versions, config, split },
    result: { selectedOn },
  }: FinishedRun) => {
    const { of, cut } = split?.fold ?? {};
    return JSON.stringify([backend, versions['metric-lab'], configText(config), selectedOn, of, cut]);
  };
  const first = runs[0] && settings(runs[0]);
  const alike = runs.filter((run) => settings(run) === first);
  return newestReplicates(alike, seenReplicateOf).sort(
    (a, b) => a.record.seed - b.record.seed || (foldOf(a.record) ?? -1) - (foldOf(b.record) ?? -1),
  );
}

const foldOf = ({ split }: RunRecord) => split?.fold?.index ?? null;
const replicateOf = ({ record }: FinishedRun): Replicate => ({ seed: record.seed, fold: foldOf(record) });
const seenReplicateOf = (run: FinishedRun) => ({ ...replicateOf(run), classes: run.record.split?.hash });

/** Over the seeds and folds that both have, where they can be compared. */
function verdictOn(
  variants: ReadonlyMap<string, VariantScores>,
  { better, than, on }: NonNullable<ExperimentScores['claim']>,
): PairedVerdict | null {
  const [one, other] = [variants.get(better), variants.get(than)];
  if (!one || !other || one.stale !== other.stale || protocolOf(one) !== protocolOf(other)) return null;
  const scoresOf = ({ runs }: VariantScores) =>
    runs.flatMap((run): ReplicateScore[] => {
      const score = run.result.metrics.test[on];
      return score === undefined ? [] : [{ ...seenReplicateOf(run), score }];
    });
  return pairedVerdict(scoresOf(one), scoresOf(other));
}

/** In what two variants may not differ. */
function protocolOf({ runs }: VariantScores): string {
  const { record, result } = runs[0]!;
  const { backend, versions, config, split, experiment } = record;
  const { of, cut } = split?.fold ?? {};
  const by = [experiment.codeHash, versions['metric-lab'], backend, result.selectedOn];
  return JSON.stringify([...by, config.data, config.steps, of, cut]);
}
