import type { Metrics, RunResult } from '../protocol/run';
import { isShare, percent } from '../statistics/percent';
import { summarise } from '../statistics/inference/summarise';
import type { Selection } from './selection';
import { table } from './table';

export interface FinishedRun {
  readonly variant: string;
  readonly seed: number;
  readonly fold?: number | undefined;
  readonly result: RunResult;
}

const choices: Readonly<Record<Selection, string>> = {
  validation: 'validation',
  last: 'last step',
  oracle: 'TEST (oracle: no fair result)',
};

/**
 * The scores on the test classes: of the pixels, the untrained network, each run, and the mean of each variant that ran several
 * times. Runs that were chosen by their test scores come last, and count in no mean.
 */
export function summary(runs: readonly FinishedRun[]): string {
  const fair = runs.filter(({ result }) => result.selectedOn !== 'oracle');
  const names = Object.keys(runs[0]?.result.metrics.test ?? {}).filter(isShare);
  const row = (name: string, metrics: Metrics, ...rest: string[]) => [
    name,
    ...names.map((metric) => (metric in metrics ? percent(metrics[metric]!) : '')),
    ...rest,
  ];
  const label = labelsOf(runs);
  const rowOf = (run: FinishedRun) => {
    const { metrics, step, selectedOn } = run.result;
    return row(label(run.variant, run), metrics.test, String(step), choices[selectedOn]);
  };
  const untrained = untrainedRuns(runs);
  const pixels = runs.find(({ result }) => result.metrics.pixels)?.result.metrics.pixels;
  return table([
    ['test classes, %', ...names, 'step', 'chosen by'],
    ...(pixels ? [row('pixels', pixels)] : []),
    ...untrained.map((run) => {
      // Variants may have networks of their own.
      const several = untrained.some((other) => other.seed === run.seed && other.variant !== run.variant);
      const name = several ? `untrained, ${run.variant}` : 'untrained';
      return row(label(name, { seed: run.seed }), run.result.metrics.untrained, '0');
    }),
    ...fair.map(rowOf),
    ...means(fair, names).map(({ variant, of, metrics }) => row(`${variant}, mean of ${of}`, metrics)),
    ...runs.filter((run) => !fair.includes(run)).map(rowOf),
  ]);
}

/** Names with seed and fold behind them, where there are several. */
function labelsOf(runs: readonly FinishedRun[]) {
  const several = (of: (run: FinishedRun) => number | undefined) => new Set(runs.map(of)).size > 1;
  const [seeds, folds] = [several(({ seed }) => seed), several(({ fold }) => fold)];
  return (name: string, { seed, fold }: Pick<FinishedRun, 'seed' | 'fold'>) =>
    `${name}${seeds ? `, seed ${seed}` : ''}${folds && fold !== undefined ? `, fold ${fold}` : ''}`;
}

/** The first run of each different untrained score. */
function untrainedRuns(runs: readonly FinishedRun[]): FinishedRun[] {
  const byScore = new Map(
    runs.toReversed().map((run) => [JSON.stringify(run.result.metrics.untrained), run]),
  );
  return runs.filter((run) => [...byScore.values()].includes(run));
}

function means(runs: readonly FinishedRun[], names: readonly string[]) {
  return [...new Set(runs.map(({ variant }) => variant))].flatMap((variant) => {
    const tests = runs.filter((run) => run.variant === variant).map(({ result }) => result.metrics.test);
    if (tests.length < 2) return [];
    const mean = (name: string) => summarise(tests.map((metrics) => metrics[name] ?? NaN))?.mean ?? NaN;
    return [
      { variant, of: tests.length, metrics: Object.fromEntries(names.map((name) => [name, mean(name)])) },
    ];
  });
}
