import assert from 'node:assert/strict';
import { summary, type FinishedRun } from '../../../src/runner/summary';

const run = (variant: string, seed: number, recall: number, step: number, untrained = 0.25): FinishedRun => {
  const scores = (value: number) => ({ 'R@1': value, 'MAP@R': value / 2 });
  const metrics = { untrained: scores(untrained), validation: scores(0), test: scores(recall) };
  return { variant, seed, result: { schema: 1, step, selectedOn: 'validation', metrics, seconds: 1 } };
};

describe('the table after the runs', () => {
  it('shows the untrained network once, then each variant', () => {
    assert.equal(
      summary([run('circle', 0, 0.6421, 300), run('triplet', 0, 0.5, 80)]),
      [
        'test classes, %    R@1   MAP@R   step    chosen by',
        'untrained         25.0    12.5      0',
        'circle            64.2    32.1    300   validation',
        'triplet           50.0    25.0     80   validation',
      ].join('\n'),
    );
  });

  it('puts what was chosen by its test scores last, says so, and counts it in no mean', () => {
    const oracle = run('circle', 2, 0.9, 50);
    const runs = [
      { ...oracle, result: { ...oracle.result, selectedOn: 'oracle' as const } },
      run('circle', 0, 0.6, 300),
      run('circle', 1, 0.7, 300),
    ];
    const lines = summary(runs).split('\n');
    assert.match(lines.at(-1)!, /^circle, seed 2 +90\.0 +45\.0 +50 +TEST \(oracle: no fair result\)$/);
    assert.match(lines.at(-2)!, /^circle, mean of 2 +65\.0/);
  });

  it('shows the pixels, and leaves out what is no score of retrieval', () => {
    const one = run('circle', 0, 0.6, 300);
    const { metrics } = one.result;
    const test = { ...metrics.test, 'spectral decay': 1.2 };
    const pixels = { 'R@1': 0.111, 'MAP@R': 0.05 };
    const text = summary([{ ...one, result: { ...one.result, metrics: { ...metrics, test, pixels } } }]);
    assert.match(text, /^test classes, % +R@1 +MAP@R +step +chosen by\npixels +11\.1 +5\.0\nuntrained/);
  });

  it('names the folds where there are several; the untrained network is that of all', () => {
    const folds = [0, 1].map((fold) => ({ ...run('circle', 0, 0.6 + fold / 10, 300), fold }));
    assert.equal(
      summary(folds),
      [
        'test classes, %      R@1   MAP@R   step    chosen by',
        'untrained           25.0    12.5      0',
        'circle, fold 0      60.0    30.0    300   validation',
        'circle, fold 1      70.0    35.0    300   validation',
        'circle, mean of 2   65.0    32.5',
      ].join('\n'),
    );
  });

  it('names the variants where each has an untrained network of its own', () => {
    const lines = summary([run('narrow', 0, 0.6, 300, 0.2), run('wide', 0, 0.7, 90, 0.3)]).split('\n');
    assert.deepEqual(
      lines.slice(1, 3).map((line) => line.slice(0, 25).trimEnd()),
      ['untrained, narrow   20.0', 'untrained, wide     30.0'],
    );
  });

  it('adds means and names the seeds where there are several', () => {
    assert.equal(
      summary([run('circle', 0, 0.6, 300, 0.2), run('circle', 1, 0.7, 90, 0.3)]),
      [
        'test classes, %      R@1   MAP@R   step    chosen by',
        'untrained, seed 0   20.0    10.0      0',
        'untrained, seed 1   30.0    15.0      0',
        'circle, seed 0      60.0    30.0    300   validation',
        'circle, seed 1      70.0    35.0     90   validation',
        'circle, mean of 2   65.0    32.5',
      ].join('\n'),
    );
  });
});
