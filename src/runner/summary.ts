import type { Metrics, RunResult } from '../protocol/run';
import { percent } from './numbers';
import { table } from './table';

export interface FinishedRun {
  readonly variant: string;
  readonly seed: number;
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
  const seeds = new Set(runs.map(({ seed }) => seed));
  const label = (name: string, seed: number) => (seeds.size > 1 ? `${name}, seed ${seed}` : name);
  return table([
    ['test classes, %', ...names, 'step'],
    ...untrainedRuns(runs).map(({ seed, result }) =>
      row(label('untrained', seed), result.metrics.untrained, '0'),
    ),
    ...runs.map(({ variant, seed, result }) =>
      row(label(variant, seed), result.metrics.test, String(result.step)),
    ),
    ...means(runs, names).map(({ variant, of, metrics }) => row(`${variant}, mean of ${of}`, metrics)),
  ]);
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
