import type { RunRow } from '../../../src/protocol/results';

/** A finished run with what a test does not care about filled in. */
export function row(given: Partial<RunRow> = {}): RunRow {
  return {
    id: '20261121-093012-circle-s0-3f9a',
    experiment: 'experiments/circle-loss.experiment.ts',
    paper: 'circle-loss',
    variant: 'circle',
    seed: 0,
    state: 'finished',
    backend: 'wasm',
    step: 600,
    steps: 600,
    seconds: 60,
    secondsLeft: null,
    createdAt: '2026-11-21T09:30:12.000Z',
    test: null,
    validation: null,
    last: null,
    untrained: null,
    pixels: null,
    loss: null,
    selectedOn: 'validation',
    select: 'validation',
    split: null,
    codeHash: '5f3c',
    fileHash: 'a1b2',
    version: '0.1.0',
    config: {
      data: { name: 'glyphs', options: {} },
      model: { name: 'conv4', options: {}, dimension: 64 },
      sampler: { name: 'balanced', options: {} },
      loss: { name: 'circle', options: {} },
      optimizer: { name: 'adam', options: {} },
      steps: 600,
      evaluateEvery: 60,
      recallAt: [1, 2, 4, 8],
    },
    search: null,
    message: null,
    ...given,
  };
}
