import assert from 'node:assert/strict';
import { scoresOf, toSafetensors, type Scores } from '../../../src/runs/checkpoint';

const metrics = { 'R@1': 0.5, 'MAP@R': 0.1 + 0.2 };

describe('the scores of a checkpoint', () => {
  it('come back as they were', () => {
    const scores: Scores = {
      best: { step: 7, metrics, test: metrics },
      watch: { first: 0.1, count: 3, mean: 1 / 3, squares: 1e-300, suspicions: 1 },
    };
    assert.deepEqual(scoresOf(toSafetensors({ step: 9, tensors: {} }, scores)), scores);
  });

  it('of an early version are read, the untrained ones left aside: they are made at the end', () => {
    const scores = JSON.stringify({ untrained: metrics, best: { step: 7, metrics } });
    const read = scoresOf({ tensors: {}, metadata: { step: '9', scores } });
    assert.deepEqual(read, { best: { step: 7, metrics } });
  });
});
