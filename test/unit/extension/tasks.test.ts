import assert from 'node:assert/strict';
import { parseDefinition, taskName, trainArguments } from '../../../src/extension/runs/taskDefinition';

const experiment = 'experiments/circle.experiment.ts';

describe('A task definition', () => {
  it('becomes the arguments of the runner', () => {
    const definition = { experiment, variant: 'circle', seed: 0, steps: 20, backend: 'wasm' };
    assert.deepEqual(trainArguments(definition), [
      ...['train', experiment, '--variant', 'circle', '--seed', '0', '--steps', '20', '--backend', 'wasm'],
    ]);
    assert.deepEqual(trainArguments({ experiment }), ['train', experiment]);
  });

  it('becomes a sweep', () => {
    const sweep = {
      variants: ['circle', 'triplet'],
      seeds: 5,
      folds: 4,
      search: 'halving',
      trials: 27,
      jobs: 2,
    } as const;
    assert.deepEqual(trainArguments({ experiment, steps: 20, sweep }), [
      ...[
        'sweep',
        experiment,
        '--variant',
        'circle,triplet',
        '--seeds',
        '5',
        '--folds',
        '4',
        '--search',
        'halving',
      ],
      ...['--trials', '27', '--steps', '20', '--jobs', '2'],
    ]);
    assert.deepEqual(trainArguments({ experiment, sweep: { seeds: [3] } }), [
      'sweep',
      experiment,
      '--seeds',
      '3,',
    ]);
    const again = ['sweep', experiment, '--resume', 'latest', '--retry'];
    assert.deepEqual(trainArguments({ experiment, resume: 'latest', sweep: { retry: true } }), again);
    assert.equal(
      taskName({ experiment, sweep: { variants: ['circle'], seeds: 5, folds: 4 } }),
      'circle.experiment.ts, sweep, circle, 5 seeds, 4 folds',
    );
  });

  it('has a name that tells tasks apart', () => {
    assert.equal(
      taskName({ experiment, variant: 'circle', seed: 3 }),
      'circle.experiment.ts, circle, seed 3',
    );
    assert.equal(taskName({ experiment }), 'circle.experiment.ts');
  });

  it('is refused with the name of what is wrong', () => {
    const wrong = [
      [{ type: 'metric-lab' }, /"experiment"/],
      [{ experiment: '' }, /"experiment"/],
      [{ experiment: '--help' }, /"experiment"/],
      [{ experiment, seed: -1 }, /"seed".*at least 0/],
      [{ experiment, steps: 0.5 }, /"steps".*at least 1/],
      [{ experiment, variant: 3 }, /"variant"/],
      [{ experiment, backend: '' }, /"backend"/],
      [{ experiment, sweep: 5 }, /"sweep" must be an object/],
      [{ experiment, sweep: { seeds: [] } }, /"sweep.seeds" must be how many seeds, or a list/],
      [{ experiment, sweep: { search: 'grid' } }, /"sweep.search" must be one of random, halving/],
      [{ experiment, sweep: { variants: ['--all'] } }, /"sweep.variants"/],
    ] as const;
    for (const [definition, message] of wrong) {
      const parsed = parseDefinition(definition);
      assert.ok('problem' in parsed);
      assert.match(parsed.problem, message);
    }
  });
});
