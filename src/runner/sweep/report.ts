import type { Metrics, RunResult } from '../../protocol/run';
import type { Sweep } from '../../protocol/sweep';
import type { SweepStanding } from '../../runs/sweepStanding';
import { outcomeInWords, type OutcomeLine } from '../../statistics/outcomeInWords';
import { isShare, meanInPercent, percent } from '../../statistics/percent';
import type { ReplicateScore } from '../../statistics/pairedScores';
import { pairedVerdict } from '../../statistics/pairedVerdict';
import { summarise, type Summary } from '../../statistics/summarise';
import type { PlainTable } from '../../statistics/tableText';
import { lonely, outcomeLine } from '../outcomeLine';
import { table } from '../table';

/** What a sweep came to. Scores are fractions of 1, on the test classes. */
export interface SweepReport {
  readonly sweep: string;
  readonly experiment: string;
  /** What the intervals are over: seeds, of which each is the mean over the folds where there are any; or the folds of one seed. */
  readonly over: 'seeds' | 'folds';
  /** Pixels as embeddings; empty where no run has scored them. */
  readonly pixels: Metrics;
  readonly untrained: Metrics;
  readonly variants: readonly VariantReport[];
  /** Over every seed and fold that both variants of the claim have. */
  readonly claim: (OutcomeLine & { readonly leftOut: readonly string[] }) | null;
  /** Runs by what has become of them. */
  readonly runs: {
    readonly done: number;
    readonly failed: number;
    readonly skipped: number;
    readonly left: number;
  };
}

export interface VariantReport {
  readonly variant: string;
  /** Whose settings it has, where they were searched for; 0: as written. */
  readonly trial?: number;
  /** Ascending. */
  readonly units: readonly number[];
  /** A score for each unit, by the metric's name. */
  readonly scores: Readonly<Record<string, readonly number[]>>;
}

interface Scored {
  readonly seed: number;
  readonly fold: number | undefined;
  readonly classes: string | undefined;
  readonly result: RunResult;
}

export function sweepReport({ sweep, jobs, toCome, winners }: SweepStanding): SweepReport {
  const compared = jobs.filter(({ job }) => !job.validationOnly);
  const over = sweep.folds && sweep.seeds.length === 1 ? 'folds' : 'seeds';
  const scoredOf = (variant: string) =>
    compared.flatMap(({ job: { variant: of, seed, fold }, run }): Scored[] =>
      of === variant && run?.result
        ? [{ seed, fold, classes: run.record?.split?.hash, result: run.result }]
        : [],
    );
  const variants = sweep.variants.map((variant): VariantReport => {
    const trial = winners[variant];
    const units = unitsOf(scoredOf(variant), over, sweep.folds?.of ?? 1);
    return {
      variant,
      ...(typeof trial === 'number' && { trial }),
      units: units.map(({ unit }) => unit),
      scores: scoresOf(units.map(({ test }) => test)),
    };
  });
  const all = sweep.variants.flatMap(scoredOf).map(({ result }) => result.metrics);
  const count = (state: string) => jobs.filter((job) => job.state === state).length;
  return {
    sweep: sweep.id,
    experiment: sweep.experiment.file,
    over,
    pixels: all.find(({ pixels }) => pixels)?.pixels ?? {},
    untrained: meanMetrics(all.map(({ untrained }) => untrained)),
    variants,
    claim: claimReport(sweep, scoredOf),
    runs: {
      ...{ done: count('done'), failed: count('failed'), skipped: count('skipped') },
      left: count('queued') + count('running') + toCome,
    },
  };
}

/** What intervals are over; a seed without all of its folds would not be comparable, and is left out. */
function unitsOf(runs: readonly Scored[], over: SweepReport['over'], folds: number) {
  const unitOf = ({ seed, fold }: Scored) => (over === 'folds' ? (fold ?? 0) : seed);
  const needed = over === 'folds' ? 1 : folds;
  return [...new Set(runs.map(unitOf))]
    .sort((a, b) => a - b)
    .map((unit) => ({ unit, runs: runs.filter((run) => unitOf(run) === unit) }))
    .filter((one) => one.runs.length === needed)
    .map((one) => ({ unit: one.unit, test: meanMetrics(one.runs.map(({ result }) => result.metrics.test)) }));
}

function scoresOf(units: readonly Metrics[]): VariantReport['scores'] {
  return Object.fromEntries(
    Object.keys(units[0] ?? {}).map((name) => [name, units.map((metrics) => metrics[name] ?? NaN)]),
  );
}

function claimReport(
  { experiment: { claim }, folds }: Sweep,
  scoredOf: (variant: string) => readonly Scored[],
): SweepReport['claim'] {
  if (!claim) return null;
  const scoresOf = (variant: string) =>
    scoredOf(variant).flatMap(({ seed, fold = null, classes, result }): ReplicateScore[] => {
      const score = result.metrics.test[claim.on];
      return score === undefined ? [] : [{ seed, fold, classes, score }];
    });
  const found = pairedVerdict(scoresOf(claim.better), scoresOf(claim.than));
  if (!found) return null;
  const cut = folds ?? null;
  return {
    ...outcomeLine(claim, found, cut),
    leftOut: found.unpaired === 0 ? [] : [`${found.unpaired} ${lonely(cut)}`],
  };
}

function meanMetrics(all: readonly Metrics[]): Metrics {
  const mean = (name: string) => summarise(all.map((metrics) => metrics[name] ?? NaN))?.mean ?? NaN;
  return Object.fromEntries(Object.keys(all[0] ?? {}).map((name) => [name, mean(name)]));
}

/** The table of a report: the largest mean of each column, and all inside its interval, are bold. */
export function reportTable({ experiment, over, pixels, untrained, variants }: SweepReport): PlainTable {
  const shown = variants.filter(({ units }) => units.length > 0);
  const names = Object.keys(shown[0]?.scores ?? {}).filter(isShare);
  const summaries = shown.map(({ scores }) => names.map((name) => summarise(scores[name] ?? [])));
  const baselines = [
    ...(Object.keys(pixels).length > 0 ? [['pixels', pixels] as const] : []),
    ['untrained', untrained] as const,
  ];
  return {
    caption: `${experiment}: test classes, %; mean and 95 % interval over ${over}`,
    columns: [
      { name: 'variant', numeric: false },
      ...names.map((name) => ({ name, numeric: true })),
      { name: over, numeric: true },
    ],
    rows: [
      ...baselines.map(([label, metrics]) => [
        label,
        ...names.map((name) => (name in metrics ? percent(metrics[name]!) : '')),
        '',
      ]),
      ...shown.map(({ variant, trial, units }, row) => [
        trial === undefined ? variant : `${variant}, trial ${trial}`,
        ...summaries[row]!.map((summary) => (summary ? meanInPercent(summary) : '')),
        String(units.length),
      ]),
    ],
    bold: names.flatMap((_, column) =>
      winners(summaries.map((row) => row[column] ?? null)).map(
        (row) => [row + baselines.length, column + 1] as const,
      ),
    ),
  };
}

/** The largest mean, and all means inside its interval. */
function winners(column: readonly (Summary | null)[]): number[] {
  const best = column.reduce((top, one) => (one && (!top || one.mean > top.mean) ? one : top), null);
  const least = best?.interval?.[0] ?? best?.mean ?? Infinity;
  return column.flatMap((one, row) => (one && one.mean >= least ? [row] : []));
}

/** For the terminal: the table, and what the claim comes to. */
export function reportInWords(report: SweepReport): string {
  const { columns, rows } = reportTable(report);
  const [, ...others] = columns.map(({ name }) => name);
  return [table([['test classes, %', ...others], ...rows]), claimInWords(report)]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What the claim comes to; empty where there is none, or nothing was compared. */
export function claimInWords({ claim }: SweepReport): string {
  if (!claim) return '';
  const { leftOut } = claim;
  return [outcomeInWords(claim), ...leftOut.map((one) => `runs left out: ${one}`)].join('\n');
}
