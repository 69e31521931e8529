import type { Metrics, RunRecord, RunResult } from '../../protocol/run';
import type { Drawn } from '../../lab/training/search';
import type { Experiment } from '../../lab/training/experiment';
import type { Sweep, SweepSearch } from '../../protocol/sweep';
import { searchScore, type JobStanding, type SweepStanding } from '../../runs/sweepStanding';
import { outcomeInWords, type OutcomeLine } from '../../statistics/outcomeInWords';
import { isShare, meanInPercent, percent } from '../../statistics/percent';
import type { ReplicateScore } from '../../statistics/pairedScores';
import { pairedVerdict } from '../../statistics/pairedVerdict';
import { summarise, type SampleSummary } from '../../statistics/inference/summarise';
import type { PlainTable } from '../../statistics/tableText';
import { lonely, outcomeLine } from '../outcomeLine';
import { table } from '../table';

/** What a sweep came to. Scores are fractions of 1, on the test classes. */
export interface SweepReport {
  readonly sweep: string;
  readonly experiment: string;
  /** What the intervals are over: seeds, of which each is the mean over the folds where there are any; or the folds of one seed. */
  readonly over: 'seeds' | 'folds';
  /** Folds of each seed; 1 where there are none. */
  readonly folds: number;
  /** Pixels as embeddings; empty where no run has scored them. */
  readonly pixels: Metrics;
  /** Mean over the seeds, once for each network. */
  readonly untrained: readonly UntrainedReport[];
  readonly variants: readonly VariantReport[];
  /** What was searched for first, on validation classes alone; null without a search. */
  readonly search: SearchReport | null;
  /** Over every seed and fold that both variants of the claim have. */
  readonly claim: (OutcomeLine & { readonly leftOut: readonly string[] }) | null;
  /** In what the runs are unlike that should differ in variant, seed and fold alone: it went on with another engine, or other data. */
  readonly unlike: readonly string[];
  /** Runs by what has become of them. */
  readonly runs: {
    readonly done: number;
    readonly failed: number;
    readonly skipped: number;
    readonly left: number;
  };
}

export interface UntrainedReport {
  /** The variants that begin with it. */
  readonly variants: readonly string[];
  readonly scores: Metrics;
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

export interface SearchReport {
  readonly method: SweepSearch['method'];
  /** Of each variant. */
  readonly trials: number;
  /** Runs that were done for it, none of which was given the test classes. */
  readonly runs: number;
  readonly chosen: readonly ChosenSettings[];
}

interface ChosenSettings {
  readonly variant: string;
  /** Null where no trial came to a score. */
  readonly trial: number | null;
  /** What that trial drew; null where that is the variant as it is written. */
  readonly settings: Drawn | null;
  /** MAP@R on validation, the mean over folds where there are any. */
  readonly score: number | null;
}

interface Scored {
  readonly seed: number;
  readonly fold: number | undefined;
  readonly record: RunRecord | null;
  readonly result: RunResult;
}

/** @param space what the trials of the experiment's search draw */
export function sweepReport(
  { sweep, jobs, toCome, winners }: SweepStanding,
  space: Experiment['search'] = {},
): SweepReport {
  const compared = jobs.filter(({ job }) => !job.validationOnly);
  const over = sweep.folds && sweep.seeds.length === 1 ? 'folds' : 'seeds';
  const scoredOf = (variant: string) =>
    compared.flatMap(({ job: { variant: of, seed, fold }, run }): Scored[] =>
      of === variant && run?.result ? [{ seed, fold, record: run.record, result: run.result }] : [],
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
  const all = sweep.variants.flatMap(scoredOf);
  const count = (state: string) => jobs.filter((job) => job.state === state).length;
  return {
    sweep: sweep.id,
    experiment: sweep.experiment.file,
    over,
    folds: sweep.folds?.of ?? 1,
    pixels: all.find(({ result }) => result.metrics.pixels)?.result.metrics.pixels ?? {},
    untrained: untrainedReports(sweep.variants, scoredOf),
    variants,
    search: sweep.search ? searchReport(sweep.search, jobs, winners, space) : null,
    claim: claimReport(sweep, scoredOf),
    unlike: unlikeOf(all),
    runs: {
      ...{ done: count('done'), failed: count('failed'), skipped: count('skipped') },
      left: count('queued') + count('running') + toCome,
    },
  };
}

function searchReport(
  { method, trials }: SweepSearch,
  jobs: readonly JobStanding[],
  winners: SweepStanding['winners'],
  space: NonNullable<Experiment['search']>,
): SearchReport {
  const done = jobs.filter(({ job, run }) => job.validationOnly && run?.result);
  const chosen = Object.entries(winners).map(([variant, trial]): ChosenSettings => {
    const own = done.filter(({ job }) => job.variant === variant && job.trial === trial);
    // With halving a trial is run several times: the last rung, of the most steps, chose.
    const steps = Math.max(...own.map(({ job }) => job.steps));
    const scores = own.flatMap(({ job, run }) =>
      job.steps === steps ? (run?.result?.metrics.validation[searchScore] ?? []) : [],
    );
    return {
      ...{ variant, trial },
      settings: trial === null ? null : (space[variant]?.settings(trial) ?? null),
      score: summarise(scores)?.mean ?? null,
    };
  });
  return { method, trials, runs: done.length, chosen };
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
    scoredOf(variant).flatMap(({ seed, fold = null, record, result }): ReplicateScore[] => {
      const score = result.metrics.test[claim.on];
      return score === undefined ? [] : [{ seed, fold, classes: record?.split?.hash, score }];
    });
  const found = pairedVerdict(scoresOf(claim.better), scoresOf(claim.than));
  if (!found) return null;
  const cut = folds ?? null;
  return {
    ...outcomeLine(claim, found, cut),
    leftOut: found.unpaired === 0 ? [] : [`${found.unpaired} ${lonely(cut)}`],
  };
}

/** Before training all runs of one network and seed are one. */
function untrainedReports(
  variants: readonly string[],
  scoredOf: (variant: string) => readonly Scored[],
): UntrainedReport[] {
  const networkOf = (variant: string) => JSON.stringify(scoredOf(variant)[0]?.record?.config.model);
  const ran = variants.filter((variant) => scoredOf(variant).length > 0);
  return [...new Set(ran.map(networkOf))].map((network) => {
    const own = ran.filter((variant) => networkOf(variant) === network);
    const bySeed = new Map(own.flatMap(scoredOf).map(({ seed, result }) => [seed, result.metrics.untrained]));
    return { variants: own, scores: meanMetrics([...bySeed.values()]) };
  });
}

/** Each as a sentence's part: `computed by wasm and onnx-cpu`. */
function unlikeOf(runs: readonly Scored[]): string[] {
  const records = runs.flatMap(({ record }) => record ?? []);
  const several = (words: string, values: Iterable<string>) => {
    const known = [...new Set(values)];
    return known.length > 1 ? [`${words} ${known.join(' and ')}`] : [];
  };
  const classes = new Map(runs.map(({ fold, record }) => [fold, record?.split?.hash]));
  return [
    ...several(
      'computed by',
      records.map(({ backend }) => backend),
    ),
    ...several(
      'of Metric Lab',
      records.map(({ versions }) => versions['metric-lab'] ?? '(no version)'),
    ),
    ...(runs.every(({ fold, record }) => record?.split?.hash === classes.get(fold))
      ? []
      : ['on other classes than each other: the data have changed between']),
  ];
}

function meanMetrics(all: readonly Metrics[]): Metrics {
  const mean = (name: string) => summarise(all.map((metrics) => metrics[name] ?? NaN))?.mean ?? NaN;
  return Object.fromEntries(Object.keys(all[0] ?? {}).map((name) => [name, mean(name)]));
}

/**
 * The table of a report. Of variants that share their network the largest mean of each column, and all inside its interval, are bold; a
 * single run, which proves nothing, is not.
 */
export function reportTable(report: SweepReport): PlainTable {
  const { experiment, over, pixels, untrained, variants } = report;
  const shown = variants.filter(({ units }) => units.length > 0);
  const names = Object.keys(shown[0]?.scores ?? {}).filter(isShare);
  const summaries = shown.map(({ scores }) => names.map((name) => summarise(scores[name] ?? [])));
  const baselines = [
    ...(Object.keys(pixels).length > 0 ? [['pixels', pixels] as const] : []),
    ...untrained.map(
      ({ variants: of, scores }) =>
        [untrained.length > 1 ? `untrained, ${of.join(', ')}` : 'untrained', scores] as const,
    ),
  ];
  return {
    caption: `${experiment}: test classes, %; mean and 95 % interval over ${overInWords(report)}`,
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
      untrained.flatMap(({ variants: rivals }) =>
        winners(
          summaries.map((row, at) => (rivals.includes(shown[at]!.variant) ? (row[column] ?? null) : null)),
        ).map((row) => [row + baselines.length, column + 1] as const),
      ),
    ),
  };
}

/** What a mean is over: where seeds have folds, other than a claim's pairs, of which each fold is one. */
function overInWords({ over, folds }: SweepReport): string {
  return over === 'seeds' && folds > 1 ? `seeds, each the mean of its ${folds} folds` : over;
}

/** The largest mean of several runs, and all such means inside its interval; none where it has no rival. */
function winners(column: readonly (SampleSummary | null)[]): number[] {
  const rivals = column.map((one) => (one?.interval ? one : null));
  if (rivals.filter((one) => one !== null).length < 2) return [];
  const best = rivals.reduce((top, one) => (one && (!top || one.mean > top.mean) ? one : top), null);
  const least = best?.interval?.[0] ?? Infinity;
  return rivals.flatMap((one, row) => (one && one.mean >= least ? [row] : []));
}

/** For the terminal: the table, and what the claim comes to. */
export function reportInWords(report: SweepReport): string {
  const { columns, rows } = reportTable(report);
  const [, ...others] = columns.map(({ name }) => name);
  const { over, folds } = report;
  const mean = over === 'seeds' && folds > 1 ? `intervals over ${overInWords(report)}` : '';
  return [table([['test classes, %', ...others], ...rows]), mean, notesInWords(report)]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What was searched for, what the claim comes to, and what speaks against the comparison; empty where there is nothing. */
export const notesInWords = (report: SweepReport): string =>
  [searchInWords(report), claimInWords(report), unlikeInWords(report)]
    .filter((part) => part !== '')
    .join('\n\n');

/** Empty where there is no claim, or nothing was compared. */
function claimInWords({ claim }: SweepReport): string {
  if (!claim) return '';
  const { leftOut } = claim;
  return [outcomeInWords(claim), ...leftOut.map((one) => `runs left out: ${one}`)].join('\n');
}

/** Empty where the runs are alike. */
const unlikeInWords = ({ unlike }: SweepReport): string =>
  unlike.length > 0 ? `no fair comparison, the runs are ${unlike.join('; ')}` : '';

/** A line for each variant that was searched; empty without a search. */
function searchInWords({ search, runs }: SweepReport): string {
  if (!search) return '';
  const { method, trials, chosen } = search;
  const lines = chosen.map(({ variant, trial, settings, score }) => {
    const what = `${variant}: of ${trials} trials, ${method}`;
    if (trial === null) return `${what}, none came to a score`;
    const found = score === null ? '' : ` (MAP@R ${percent(score)} on validation)`;
    return `${what}, the best is trial ${trial}${found}: ${settings ? settingsInWords(settings) : 'as it is written'}`;
  });
  const compared = runs.done - search.runs;
  const once = `test classes: given to none of the ${search.runs} runs of the search, scored once by each of the ${compared} after it`;
  return [...lines, once].join('\n');
}

const settingsInWords = (settings: Drawn) =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`)
    .join(', ');
