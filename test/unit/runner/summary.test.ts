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
        'test classes, %    R@1   MAP@R   step',
        'untrained         25.0    12.5      0',
        'circle            64.2    32.1    300',
        'triplet           50.0    25.0     80',
      ].join('\n'),
    );
  });

  it('names the folds where there are several; the untrained network is that of all', () => {
    const folds = [0, 1].map((fold) => ({ ...run('circle', 0, 0.6 + fold / 10, 300), fold }));
    assert.equal(
      summary(folds),
      [
        'test classes, %      R@1   MAP@R   step',
        'untrained           25.0    12.5      0',
        'circle, fold 0      60.0    30.0    300',
        'circle, fold 1      70.0    35.0    300',
        'circle, mean of 2   65.0    32.5',
      ].join('\n'),
    );
  });

  it('adds means and names the seeds where there are several', () => {
    assert.equal(
      summary([run('circle', 0, 0.6, 300, 0.2), run('circle', 1, 0.7, 90, 0.3)]),
      [
        'test classes, %      R@1   MAP@R   step',
        'untrained, seed 0   20.0    10.0      0',
        'untrained, seed 1   30.0    15.0      0',
        'circle, seed 0      60.0    30.0    300',
        'circle, seed 1      70.0    35.0     90',
        'circle, mean of 2   65.0    32.5',
      ].join('\n'),
    );
  });
});
