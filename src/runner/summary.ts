import type { Metrics, RunResult } from '../protocol/run';
import { percent } from './numbers';
import { table } from './table';

export interface FinishedRun {
  readonly variant: string;
  readonly seed: number;
  readonly fold?: number | undefined;
  readonly result: RunResult;
}

/** The scores on the test classes: untrained, each run, and the mean of each variant that ran with several seeds. */
export function summary(runs: readonly FinishedRun[]): string {
  const names = Object.keys(runs[0]?.result.metrics.test ?? {});
  const row = (name: string, metrics: Metrics, step = '') => [
    name,
    ...names.map((metric) => (metric in metrics ? percent(metrics[metric]!) : '')),
    step,
  ];
  const label = labelsOf(runs);
  return table([
    ['test classes, %', ...names, 'step'],
    ...untrainedRuns(runs).map((run) =>
      row(label('untrained', { seed: run.seed }), run.result.metrics.untrained, '0'),
    ),
    ...runs.map((run) => row(label(run.variant, run), run.result.metrics.test, String(run.result.step))),
    ...means(runs, names).map(({ variant, of, metrics }) => row(`${variant}, mean of ${of}`, metrics)),
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
    const mean = (name: string) =>
      tests.reduce((sum, metrics) => sum + (metrics[name] ?? NaN), 0) / tests.length;
    return [
      { variant, of: tests.length, metrics: Object.fromEntries(names.map((name) => [name, mean(name)])) },
    ];
  });
}
