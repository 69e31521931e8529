import assert from 'node:assert/strict';
import type { RunRecord, RunResult } from '../../../src/protocol/run';
import { standingText } from '../../../src/extension/lens/lensText';
import { isStaleStanding, standingOf, type StandingRun } from '../../../src/extension/runs/standing';
import { sampleRecord, sampleResult } from '../runs/samples';
import { row } from './rows';

interface Given extends Partial<Omit<RunRecord, 'experiment'>> {
  readonly experiment?: Partial<RunRecord['experiment']>;
  readonly result?: Partial<RunResult>;
}

/** A run that has scored so on test. */
function scored(variant: string, seed: number, recall: number, given: Given = {}): StandingRun {
  const { experiment, result, ...more } = given;
  const file = { file: 'a.ts', codeHash: 'code', fileHash: 'text', ...experiment };
  const test = { 'R@1': recall };
  return {
    run: {
      record: sampleRecord({ variant, seed, ...more, experiment: file }),
      result: { ...sampleResult, metrics: { ...sampleResult.metrics, test }, ...result },
    },
    row: row({ test }),
    experiment: `file:///w/${file.file}`,
  };
}

const claim = { better: 'circle', than: 'triplet', on: 'R@1' };
const split = (hash: string, index?: number) => ({
  split: {
    hash,
    ...(index !== undefined && { fold: { index, of: 2, cut: 'full' as const } }),
    classes: { train: 1, validation: 1, test: 1 },
    images: { train: 1, validation: 1, test: 1 },
  },
});

describe('standingOf', () => {
  const best = (runs: readonly StandingRun[]) => {
    const found = standingOf(runs).best;
    return found && [found.variant, Number(found.recallAt1.toFixed(6)), found.replicates.length];
  };

  it('averages over seeds and names the variant that scores best', () => {
    const runs = [scored('circle', 0, 0.7), scored('circle', 1, 0.72), scored('triplet', 0, 0.6)];
    assert.deepEqual(best(runs), ['circle', 0.71, 2]);
  });

  it('prefers the variant of the claim, once it has finished, and says what the runs say of it', () => {
    const of = (better: string) => ({ experiment: { claim: { ...claim, better } } });
    const runs = (better: string) => [
      scored('circle', 0, 0.6, of(better)),
      scored('triplet', 0, 0.7, of(better)),
    ];
    assert.equal(standingOf(runs('circle')).best?.variant, 'circle');
    assert.equal(standingOf(runs('other')).best?.variant, 'triplet');
    assert.deepEqual(
      [standingOf(runs('circle')).verdict?.state, standingOf(runs('other')).verdict],
      ['undecided', null],
    );
  });

  it('counts a seed once, by its latest run', () => {
    assert.deepEqual(best([scored('circle', 0, 0.7), scored('circle', 0, 0.9)]), ['circle', 0.7, 1]);
  });

  it('never averages runs that differ in more than their seed and fold', () => {
    const { config, versions } = sampleRecord();
    const others: readonly Given[] = [
      { config: { ...config, steps: 10 } },
      { backend: 'tensorflow' },
      { versions: { ...versions, 'metric-lab': '0.0.1' } },
      { experiment: { codeHash: 'before' } },
      { experiment: { file: 'b.ts' } },
      split('other classes'),
      split('a fold', 0),
      { result: { selectedOn: 'last' } },
      { result: { selectedOn: 'oracle' } },
      { trial: 3 },
    ];
    for (const other of others) {
      const runs = [scored('circle', 0, 0.7), scored('circle', 1, 0.1, other)];
      assert.deepEqual(best(runs), ['circle', 0.7, 1], JSON.stringify(other));
    }
  });

  it('takes no oracle for a result, nor what has the settings of a trial', () => {
    assert.equal(best([scored('circle', 0, 0.9, { result: { selectedOn: 'oracle' } })]), null);
    assert.equal(best([scored('circle', 0, 0.9, { trial: 3 })]), null);
  });

  it('counts every fold of a seed', () => {
    const runs = [0, 1].map((index) => scored('circle', 0, 0.5 + index / 10, split(`fold ${index}`, index)));
    assert.deepEqual(best(runs), ['circle', 0.55, 2]);
    assert.equal(standingText(standingOf(runs)), 'R@1 55.0 (1 seed × 2 folds)');
  });

  it('is stale where the file has changed since it was scored, and not where it is gone', () => {
    const standing = standingOf([scored('circle', 0, 0.7)]);
    const states: readonly Record<string, string>[] = [{ 'a.ts': 'text' }, { 'a.ts': 'another' }, {}];
    assert.deepEqual(
      states.map((current) => isStaleStanding(standing, current)),
      [false, true, false],
    );
    assert.equal(isStaleStanding(standingOf([]), { 'a.ts': 'text' }), false);
  });

  it('says how far the running ones are, together', () => {
    const running = (step: number): StandingRun => ({
      ...scored('circle', 0, 0),
      run: { record: sampleRecord(), result: null },
      row: row({ state: 'running', step, steps: 100 }),
    });
    const none = { best: null, scored: null, verdict: null };
    assert.deepEqual(standingOf([running(50), running(0)]), { ...none, progress: 0.25 });
  });

  it('is empty without runs', () => {
    assert.deepEqual(standingOf([]), { best: null, scored: null, verdict: null, progress: null });
  });
});

describe('standingText', () => {
  it('is short enough for a lens', () => {
    const replicates = [0, 1, 2].map((seed) => ({ seed, fold: null }));
    const best = { variant: 'circle', recallAt1: 0.7111, replicates };
    assert.equal(standingText({ ...standingOf([]), best }), 'R@1 71.1 (3)');
    assert.equal(standingText({ ...standingOf([]), progress: 0.5 }), null);
  });
});
