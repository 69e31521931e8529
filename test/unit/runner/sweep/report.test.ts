import assert from 'node:assert/strict';
import type { RunRecord } from '../../../../src/protocol/run';
import type { SweepJob } from '../../../../src/protocol/sweep';
import { reportInWords, reportTable, sweepReport } from '../../../../src/runner/sweep/report';
import { noHistory } from '../../../../src/runs/history';
import type { Run } from '../../../../src/runs/reader';
import { jobKey } from '../../../../src/runs/sweepJobs';
import type { JobStanding, SweepStanding } from '../../../../src/runs/sweepStanding';
import { sampleRecord, sampleResult, sampleSweep } from '../../runs/samples';

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

  it('has an untrained network for each, and bold among variants of one network alone', () => {
    const { config } = sampleRecord();
    const wide = { ...config, model: { ...config.model, dimension: 512 } };
    const as = (variant: string, change: Partial<RunRecord>, scored: number): JobStanding[] =>
      runs
        .filter(({ job }) => job.variant === variant)
        .map((one) => {
          const { metrics } = one.run!.result!;
          const result = { ...one.run!.result!, metrics: { ...metrics, untrained: { 'R@1': scored } } };
          return { ...one, run: { ...one.run!, record: sampleRecord(change), result } };
        });
    const report = sweepReport(
      standing([...as('circle', {}, 0.125), ...as('triplet', { config: wide }, 0.25)]),
    );
    assert.deepEqual(report.untrained, [
      { variants: ['circle'], scores: { 'R@1': 0.125 } },
      { variants: ['triplet'], scores: { 'R@1': 0.25 } },
    ]);
    assert.match(reportInWords(report), /^untrained, circle +12\.5\n *untrained, triplet +25\.0$/m);
    assert.deepEqual(reportTable(report).bold, []);
    assert.deepEqual(report.unlike, []);
  });

  it('says where it went on with another engine, version or data', () => {
    const sizes = { train: 1, validation: 1, test: 1 };
    const on = (hash: string) => ({ split: { hash, classes: sizes, images: sizes } });
    const as = (...changes: Partial<RunRecord>[]) =>
      standing(
        runs.slice(0, changes.length).map((one, at) => ({
          ...one,
          run: { ...one.run!, record: sampleRecord({ ...on('a'), ...changes[at] }) },
        })),
      );
    const said = (...changes: Partial<RunRecord>[]) => sweepReport(as(...changes)).unlike;
    assert.deepEqual(said({}, { backend: 'onnx-cpu' }), ['computed by wasm and onnx-cpu']);
    assert.deepEqual(said({}, { versions: { 'metric-lab': '9' } }), ['of Metric Lab (no version) and 9']);
    assert.equal(said({}, on('b')).length, 1);
    assert.match(
      reportInWords(sweepReport(as({}, { backend: 'onnx-cpu' }))),
      /no fair comparison, the runs are computed by wasm and onnx-cpu$/,
    );
  });

  it('has nothing in bold where each variant ran once', () => {
    const once = runs.filter(({ job }) => job.seed === 0);
    assert.deepEqual(reportTable(sweepReport(standing(once))).bold, []);
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
