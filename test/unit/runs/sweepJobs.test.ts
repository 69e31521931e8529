import assert from 'node:assert/strict';
import type { Sweep, SweepJob } from '../../../src/protocol/sweep';
import { jobKey, rungsOf, sweepJobs } from '../../../src/runs/sweepJobs';
import { sampleSweep } from './samples';

const inShort = ({ variant, seed, fold, trial, steps, validationOnly }: SweepJob) =>
  [variant, `s${seed}`, `f${fold ?? '-'}`, `t${trial ?? '-'}`, steps, validationOnly ? 'v' : '']
    .join(' ')
    .trim();

/** Trial 4 is the best, then 3, 2, 1, 0. */
const byTrial = ({ trial }: SweepJob) => trial ?? 0.5;

describe('the jobs of a sweep', () => {
  it('are all variants for a seed and a fold before the next', () => {
    const sweep = sampleSweep({ seeds: [3, 1], folds: { of: 2, cut: 'full' } });
    const { jobs, toCome } = sweepJobs(sweep, () => undefined);
    assert.deepEqual(jobs.map(inShort), [
      ...['circle s3 f0 t- 90', 'triplet s3 f0 t- 90', 'circle s3 f1 t- 90', 'triplet s3 f1 t- 90'],
      ...['circle s1 f0 t- 90', 'triplet s1 f0 t- 90', 'circle s1 f1 t- 90', 'triplet s1 f1 t- 90'],
    ]);
    assert.equal(toCome, 0);
    assert.equal(new Set(jobs.map(jobKey)).size, 8);
  });

  const search: Sweep['search'] = { method: 'random', trials: 3, variants: ['circle'] };

  it('are trials on validation first, and then the winner with every seed', () => {
    const sweep = sampleSweep({ search });
    const trials = ['circle s0 f- t0 90 v', 'circle s0 f- t1 90 v', 'circle s0 f- t2 90 v'];
    const others = ['triplet s0 f- t- 90', 'triplet s1 f- t- 90'];
    const before = sweepJobs(sweep, (job) => (job.trial === 2 ? undefined : 1));
    assert.deepEqual(before.jobs.map(inShort), [...trials, ...others]);
    assert.equal(before.toCome, 2);
    assert.deepEqual(before.winners, {});
    const after = sweepJobs(sweep, byTrial);
    assert.deepEqual(after.jobs.map(inShort), [
      ...trials,
      ...['circle s0 f- t2 90', 'triplet s0 f- t- 90', 'circle s1 f- t2 90', 'triplet s1 f- t- 90'],
    ]);
    assert.equal(after.toCome, 0);
    assert.deepEqual(after.winners, { circle: 2 });
  });

  it('take the earlier of equal trials; that of trial 0 is the variant as written', () => {
    const { jobs, winners } = sweepJobs(sampleSweep({ search }), () => 0.5);
    assert.deepEqual(winners, { circle: 0 });
    assert.equal(inShort(jobs[3]!), 'circle s0 f- t- 90');
  });

  it('choose by the mean over folds, and never a trial that failed in one', () => {
    const sweep = sampleSweep({ search, folds: { of: 2, cut: 'full' } });
    const scores: Record<string, number | null> = {
      '0/0': 3,
      '0/1': 3,
      '1/0': 9,
      '1/1': null,
      '2/0': 1,
      '2/1': 6,
    };
    const { winners } = sweepJobs(sweep, ({ trial, fold }) => scores[`${trial}/${fold}`]);
    assert.deepEqual(winners, { circle: 2 });
  });

  it('compare nothing of a variant whose trials have all failed', () => {
    const { jobs, toCome, winners } = sweepJobs(sampleSweep({ search }), ({ trial }) =>
      trial === undefined ? 1 : null,
    );
    assert.deepEqual([winners, toCome], [{ circle: null }, 0]);
    assert.ok(jobs.every(({ variant, validationOnly }) => variant === 'triplet' || validationOnly));
  });

  it('halve by thirds, and train the last few to the end', () => {
    const rungs = (trials: number) =>
      rungsOf({ steps: 90, search: { method: 'halving', trials, variants: [] } });
    assert.deepEqual(rungs(20), [
      { trials: 20, steps: 10 },
      { trials: 6, steps: 30 },
      { trials: 2, steps: 90 },
    ]);
    assert.deepEqual(rungs(5), [{ trials: 5, steps: 90 }]);
    const sweep = sampleSweep({ search: { method: 'halving', trials: 6, variants: ['circle'] }, seeds: [0] });
    const first = sweepJobs(sweep, () => undefined);
    assert.equal(first.jobs.filter(({ validationOnly, steps }) => validationOnly && steps === 30).length, 6);
    assert.equal(first.toCome, 2 + 1);
    const last = sweepJobs(sweep, byTrial);
    const second = last.jobs.filter(({ validationOnly, steps }) => validationOnly && steps === 90);
    assert.deepEqual(
      second.map(({ trial }) => trial),
      [5, 4],
    );
    assert.deepEqual(last.winners, { circle: 5 });
  });
});
