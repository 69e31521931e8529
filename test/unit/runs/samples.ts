import type { RunEvent, RunRecord, RunResult } from '../../../src/protocol/run';
import type { Sweep } from '../../../src/protocol/sweep';

/** A sound run.json. */
export function sampleRecord(change: Partial<RunRecord> = {}): RunRecord {
  const idea = (name: string) => ({ name, options: {} });
  return {
    schema: 1,
    id: '20260102-030405-circle-s0-abcd',
    createdAt: '2026-01-02T03:04:05.000Z',
    experiment: { file: 'library/circle-loss/experiment.ts', codeHash: 'ab'.repeat(32) },
    variant: 'circle',
    seed: 0,
    config: {
      data: idea('glyphs'),
      model: { ...idea('conv4'), dimension: 64 },
      sampler: idea('mPerClass'),
      loss: idea('circle'),
      optimizer: idea('adam'),
      steps: 100,
      evaluateEvery: 10,
      recallAt: [1, 2, 4, 8],
    },
    backend: 'wasm',
    device: 'a processor',
    versions: { node: '20.0.0' },
    command: ['train', 'library/circle-loss/experiment.ts'],
    ...change,
  };
}

const scores = { 'R@1': 0.5, 'MAP@R': 0.25 };

export const sampleResult: RunResult = {
  schema: 1,
  step: 10,
  selectedOn: 'validation',
  metrics: { untrained: scores, validation: scores, test: scores },
  seconds: 12,
};

/** Second `second` of the sample's day. */
export const at = (second: number) => new Date(Date.UTC(2026, 0, 2, 3, 4, 5 + second)).toISOString();

export const start = (step: number, second = 0, pid = 7, host = 'here'): RunEvent => ({
  type: 'start',
  at: at(second),
  step,
  pid,
  host,
});
export const step = (n: number, second = 0, loss = 1 / (n + 1)): RunEvent => ({
  type: 'step',
  at: at(second),
  step: n,
  loss,
  stepsPerSecond: 2,
});
export const evaluation = (
  n: number,
  value: number,
  more: { best?: boolean; split?: 'validation' | 'test' } = {},
): RunEvent => ({
  type: 'evaluation',
  at: at(n),
  step: n,
  split: 'validation',
  metrics: { 'MAP@R': value },
  ...more,
});

/** A sound sweep.json: two variants, two seeds. */
export function sampleSweep(change: Partial<Sweep> = {}): Sweep {
  return {
    schema: 1,
    id: '20260102-030405-circle-loss-abcd',
    createdAt: '2026-01-02T03:04:05.000Z',
    experiment: { ...sampleRecord().experiment, claim: { better: 'circle', than: 'triplet', on: 'R@1' } },
    variants: ['circle', 'triplet'],
    seeds: [0, 1],
    ...{ steps: 90, atOnce: 2, threads: 1, backend: 'auto' },
    ...change,
  };
}
