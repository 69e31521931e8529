import assert from 'node:assert/strict';
import type { SweepJob } from '../../../../src/protocol/sweep';
import { reportInWords, reportTable, sweepReport } from '../../../../src/runner/sweep/report';
import { noHistory } from '../../../../src/runs/history';
import type { Run } from '../../../../src/runs/reader';
import { jobKey } from '../../../../src/runs/sweepJobs';
import type { JobStanding, SweepStanding } from '../../../../src/runs/sweepStanding';
import { sampleResult, sampleSweep } from '../../runs/samples';

const untrained = { 'R@1': 0.1 };

function done(job: SweepJob, score: number): JobStanding {
  const test = { 'R@1': score };
  const result = { ...sampleResult, metrics: { ...sampleResult.metrics, untrained, test } };
  const run: Run = {
    id: '',
    folder: '',
    record: null,
    result,
    history: noHistory,
    state: 'finished',
    problems: [],
  };
  return { key: jobKey(job), job, state: 'done', run };
}

function standing(jobs: readonly JobStanding[], change: Partial<SweepStanding> = {}): SweepStanding {
  return { sweep: sampleSweep({ seeds: [0, 1, 2] }), jobs, toCome: 0, winners: {}, ...change };
}

const scores = { circle: [0.7, 0.72, 0.71], triplet: [0.6, 0.63, 0.61] };
const runs = Object.entries(scores).flatMap(([variant, values]) =>
  values.map((value, seed) => done({ variant, seed, steps: 90 }, value)),
);

describe('the report of a sweep', () => {
  it('is mean and interval of each variant, and the verdict on the claim', () => {
    const report = sweepReport(standing(runs));
    assert.deepEqual(
      report.variants.map(({ scores: own }) => own['R@1']),
      Object.values(scores),
    );
    assert.equal(report.claim?.state, 'supported');
    assert.equal(
      reportInWords(report),
      [
        'test classes, %          R@1   seeds',
        'untrained               10.0',
        'circle            71.0 ± 2.5       3',
        'triplet           61.3 ± 3.8       3',
        '',
        'claim supported: circle against triplet, R@1 +9.7 ± 1.4 over 3 seeds',
      ].join('\n'),
    );
    assert.deepEqual(reportTable(report).bold, [[1, 1]]);
  });

  it('pairs only seeds that both have, and counts what is left', () => {
    const queued: JobStanding = { ...runs[5]!, state: 'queued', run: null };
    const report = sweepReport(standing([...runs.slice(0, 5), queued], { toCome: 2 }));
    assert.deepEqual(report.claim?.seeds, [0, 1]);
    assert.match(reportInWords(report), /over 2 seeds.*\nruns left out: 1 of a seed without a pair$/);
    assert.deepEqual(report.runs, { done: 5, failed: 0, skipped: 0, left: 3 });
  });

  it('is over seeds, each the mean of all its folds, or over the folds of one seed', () => {
    const sweep = sampleSweep({ seeds: [0, 1], folds: { of: 2, cut: 'full' }, variants: ['circle'] });
    const folded = [
      [0, 0, 0.2],
      [0, 1, 0.4],
      [1, 0, 0.8],
    ].map(([seed, fold, score]) => done({ variant: 'circle', seed: seed!, fold, steps: 90 }, score!));
    const both = sweepReport(standing(folded, { sweep }));
    assert.equal(both.over, 'seeds');
    assert.deepEqual(both.variants[0]!.units, [0]);
    assert.match(reportTable(both).caption, /over seeds, each the mean of its 2 folds$/);
    assert.match(reportInWords(both), /^intervals over seeds, each the mean of its 2 folds$/m);
    assert.ok(Math.abs(both.variants[0]!.scores['R@1']![0]! - 0.3) < 1e-12);
    const one = sweepReport(standing(folded.slice(0, 2), { sweep: { ...sweep, seeds: [0] } }));
    assert.deepEqual(
      [one.over, one.variants[0]!.units, one.variants[0]!.scores['R@1']],
      ['folds', [0, 1], [0.2, 0.4]],
    );
  });

  it('judges the claim over every seed and fold, paired', () => {
    const sweep = sampleSweep({ seeds: [0, 1], folds: { of: 2, cut: 'full' } });
    const jobs = [0, 1].flatMap((seed) =>
      [0, 1].flatMap((fold) => [
        done({ variant: 'circle', seed, fold, steps: 90 }, 0.5 + fold / 5 + seed / 100),
        done({ variant: 'triplet', seed, fold, steps: 90 }, 0.4 + fold / 5),
      ]),
    );
    const report = sweepReport(standing(jobs, { sweep }));
    assert.equal(report.claim?.folds?.pairs.length, 4);
    assert.match(reportInWords(report), /claim supported: .* \+10\.5 ± 0\.9 over 2 seeds × 2 folds$/);
  });

  describe('after a search', () => {
    const sweep = sampleSweep({ search: { method: 'halving', trials: 3, variants: ['circle'] } });
    const trial = (number: number, steps: number, score: number) => {
      const one = done({ variant: 'circle', seed: 0, trial: number, steps, validationOnly: true }, 0);
      const metrics = { ...sampleResult.metrics, validation: { 'MAP@R': score }, test: {} };
      return { ...one, run: { ...one.run!, result: { ...sampleResult, metrics } } };
    };
    const trials = [trial(0, 30, 0.1), trial(1, 30, 0.3), trial(2, 30, 0.2), trial(1, 90, 0.4)];
    const space = {
      circle: {
        settings: (number: number) => (number === 0 ? null : { gamma: 100 / 3, distance: 'cosine' }),
        variant: () => assert.fail('not asked for'),
      },
    };
    const said = (winners: Record<string, number | null>) =>
      reportInWords(sweepReport(standing([...trials, ...runs], { sweep, winners }), space));

    it('leaves the trials out of the table, and names the one that won', () => {
      const report = sweepReport(standing([...trials, ...runs], { sweep, winners: { circle: 1 } }), space);
      assert.deepEqual(report.variants[0]!.scores['R@1'], scores.circle);
      assert.match(reportInWords(report), /^circle, trial 1 +71.0 ± 2.5/m);
    });

    it('says how many trials there were, what was chosen by which score, and who was given the test classes', () => {
      const text = said({ circle: 1 });
      for (const line of [
        'circle: of 3 trials, halving, the best is trial 1 (MAP@R 40.0 on validation): gamma 33.33, distance cosine',
        'test classes: given to none of the 4 runs of the search, scored once by each of the 6 after it',
      ]) {
        assert.ok(text.includes(`\n${line}\n`), text);
      }
      assert.match(
        said({ circle: 0 }),
        /the best is trial 0 \(MAP@R 10\.0 on validation\): as it is written/,
      );
      assert.match(said({ circle: null }), /circle: of 3 trials, halving, none came to a score/);
      assert.doesNotMatch(reportInWords(sweepReport(standing(runs))), /trial/);
    });
  });
});
