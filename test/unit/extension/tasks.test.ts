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
    ] as const;
    for (const [definition, message] of wrong) {
      const parsed = parseDefinition(definition);
      assert.ok('problem' in parsed);
      assert.match(parsed.problem, message);
    }
  });
});
