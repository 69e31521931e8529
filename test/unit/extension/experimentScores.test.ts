import assert from 'node:assert/strict';
import type { RunRecord, RunResult } from '../../../src/protocol/run';
import { variantText } from '../../../src/extension/lens/lensText';
import { variantTable } from '../../../src/extension/lens/variantTable';
import {
  experimentScores,
  leading,
  scoreOf,
  verdictBeside,
} from '../../../src/extension/runs/experimentScores';
import { claimText } from '../../../src/extension/runs/scoreText';
import { sampleRecord, sampleResult } from '../runs/samples';

const now = 'the file as it is';
const claim = { better: 'circle', than: 'triplet', on: 'R@1' };

interface Given extends Partial<Omit<RunRecord, 'experiment'>> {
  readonly experiment?: Partial<RunRecord['experiment']>;
  readonly result?: Partial<RunResult>;
}

function run(variant: string, seed: number, recall: number, { experiment, result, ...more }: Given = {}) {
  const file = { file: 'a.ts', codeHash: 'code', fileHash: now, claim, ...experiment };
  const metrics = { ...sampleResult.metrics, test: { 'R@1': recall, 'MAP@R': recall / 2 } };
  return {
    record: sampleRecord({ variant, seed, ...more, experiment: file }),
    result: { ...sampleResult, metrics, ...result },
  };
}

const texts = (runs: Parameters<typeof experimentScores>[0]) =>
  [...experimentScores(runs, now).variants.values()].map((one) => `${one.variant} ${variantText(one)}`);

describe('experimentScores', () => {
  it('gives mean, interval and number of seeds for each variant', () => {
    const runs = [run('circle', 0, 0.7), run('circle', 1, 0.72), run('triplet', 0, 0.6)];
    assert.deepEqual(texts(runs), ['circle R@1 71.0 ± 12.7 (2)', 'triplet R@1 60.0 (1)']);
  });

  it('counts of each seed the newest run, and of each variant the newest settings', () => {
    const { config } = sampleRecord();
    const longer = { config: { ...config, steps: 200 } };
    const runs = [run('circle', 0, 0.8, longer), run('circle', 0, 0.5, longer), run('circle', 1, 0.1)];
    assert.deepEqual(texts(runs), ['circle R@1 80.0 (1)']);
    const folds = [0, 1].map((index) =>
      run('circle', 0, 0.5 + index / 10, {
        split: {
          hash: 'h',
          fold: { index, of: 4, cut: 'full' },
          classes: { train: 1, validation: 1, test: 1 },
          images: { train: 1, validation: 1, test: 1 },
        },
      }),
    );
    assert.equal(experimentScores(folds, now).variants.get('circle')?.runs.length, 2);
  });

  it('marks results of another text as such, and prefers those of the present one', () => {
    const earlier = { experiment: { fileHash: 'another', codeHash: 'old' } };
    const early = [run('circle', 0, 0.7, earlier), run('triplet', 0, 0.6, earlier)];
    assert.deepEqual(texts(early), [
      'circle R@1 70.0 (1) · of an earlier version',
      'triplet R@1 60.0 (1) · of an earlier version',
    ]);
    const { variants, claim: own } = experimentScores([run('triplet', 0, 0.1), ...early], now);
    assert.deepEqual(
      [...variants.values()].map(({ variant, stale }) => [variant, stale]),
      [
        ['triplet', false],
        ['circle', true],
      ],
    );
    assert.equal(leading({ variants, claim: own ?? null, verdict: null })?.variant, 'triplet');
  });

  it('takes a changed import for another version', () => {
    const runs = [run('circle', 0, 0.7), run('circle', 1, 0.1, { experiment: { codeHash: 'before' } })];
    assert.deepEqual(texts(runs), ['circle R@1 70.0 (1)']);
  });

  it('says what a record of an early version is: of an unknown text', () => {
    const { record, result } = run('circle', 0, 0.7);
    const { fileHash: _, ...experiment } = record.experiment;
    assert.deepEqual(texts([{ record: { ...record, experiment }, result }]), [
      'circle R@1 70.0 (1) · of an earlier version',
    ]);
  });

  it('averages over no other classes, nor what was selected otherwise', () => {
    const sizes = { train: 3, validation: 1, test: 4 };
    const on = (hash: string) => ({ split: { hash, classes: sizes, images: sizes } });
    const runs = [run('circle', 0, 0.7, on('now')), run('circle', 1, 0.1, on('earlier data'))];
    assert.deepEqual(texts(runs), ['circle R@1 70.0 (1)']);
    const last = { result: { selectedOn: 'last' as const } };
    assert.deepEqual(texts([run('circle', 0, 0.7), run('circle', 1, 0.1, last)]), ['circle R@1 70.0 (1)']);
    const { verdict } = experimentScores([run('circle', 0, 0.7), run('triplet', 0, 0.1, last)], now);
    assert.equal(verdict, null);
  });

  it('says over how many folds a mean is', () => {
    const sizes = { train: 3, validation: 1, test: 4 };
    const runs = [0, 1].flatMap((seed) =>
      [0, 1].map((index) =>
        run('circle', seed, 0.7 + index / 100, {
          split: { hash: `${index}`, fold: { index, of: 2, cut: 'full' }, classes: sizes, images: sizes },
        }),
      ),
    );
    assert.deepEqual(texts(runs), ['circle R@1 70.5 ± 0.9 (2 seeds × 2 folds)']);
    assert.match(
      variantTable(experimentScores(runs, now).variants.get('circle')!),
      /mean of 2 seeds × 2 folds/,
    );
  });

  it('leaves out what is unfinished, chosen on test, or the trial of a search', () => {
    const runs = [
      { ...run('circle', 0, 0.9), result: null },
      { record: null, result: null },
      run('circle', 1, 0.9, { result: { selectedOn: 'oracle' } }),
      run('circle', 2, 0.9, { trial: 3 }),
      run('circle', 3, 0.9, { validationOnly: true }),
    ];
    assert.deepEqual(texts(runs), []);
  });

  it('judges the claim over the seeds that both variants have', () => {
    const pairs = [0.7, 0.71, 0.72].flatMap((value, seed) => [
      run('circle', seed, value + seed / 1000),
      run('triplet', seed, value - 0.05),
    ]);
    const { verdict } = experimentScores([...pairs, run('circle', 9, 0)], now);
    assert.equal(verdict?.pairs, 3);
    assert.equal(verdict && claimText(verdict), 'claim supported');
    const few = experimentScores(pairs.slice(0, 2), now).verdict;
    assert.equal(few && claimText(few), 'claim undecided');
  });

  it('judges it over the folds of a seed as well, and never across other classes', () => {
    const sizes = { train: 3, validation: 1, test: 4 };
    const onFold = (index: number, hash = `fold ${index}`) => ({
      split: {
        ...{ hash, fold: { index, of: 3, cut: 'full' as const } },
        ...{ classes: sizes, images: sizes },
      },
    });
    const runs = [
      run('circle', 0, 0.7, onFold(1)),
      run('circle', 0, 0.8, onFold(2)),
      run('circle', 1, 0.9, onFold(0)),
      // The first of each differ: both variants have two folds in common.
      ...[0, 1, 2].map((fold) => run('triplet', 0, 0.5 + fold / 10, onFold(fold))),
      run('triplet', 1, 0, onFold(0, 'earlier data')),
    ];
    const { verdict } = experimentScores(runs, now);
    assert.deepEqual(verdict?.replicates, [
      { seed: 0, fold: 1 },
      { seed: 0, fold: 2 },
    ]);
    assert.equal(verdict.unpaired, 2);
  });

  it('says of a claim nothing beside the score of other code, or of variants that it is not about', () => {
    const earlier = { experiment: { fileHash: 'another', codeHash: 'old' } };
    const old = [run('circle', 0, 0.7, earlier), run('triplet', 0, 0.6, earlier)];
    const scores = experimentScores([run('margin', 0, 0.1), ...old], now);
    const [margin, circle] = ['margin', 'circle'].map((name) => scores.variants.get(name)!);
    assert.equal(leading(scores), margin);
    assert.equal(verdictBeside(scores, margin!), null);
    assert.equal(verdictBeside(scores, circle!)?.pairs, 1);
    assert.equal(verdictBeside(scores, circle!, ['margin', 'triplet'])?.pairs, 1);
    assert.equal(verdictBeside(scores, circle!, ['margin']), null);
  });

  it('judges no claim between runs that cannot be compared', () => {
    const other = { backend: 'tensorflow' };
    const runs = [0, 1].flatMap((seed) => [run('circle', seed, 0.7), run('triplet', seed, 0.5, other)]);
    assert.equal(experimentScores(runs, now).verdict, null);
  });

  it('lets the variant of the claim stand for all, or the best where it is not there', () => {
    const runs = [run('circle', 0, 0.5), run('triplet', 0, 0.7), run('margin', 0, 0.6)];
    const scores = experimentScores(runs, now);
    assert.equal(leading(scores)?.variant, 'circle');
    assert.equal(leading(scores, ['margin', 'triplet'])?.variant, 'triplet');
    assert.equal(leading(scores, []), null);
  });
});

describe('variantTable', () => {
  it('has a row for each seed and one for the mean', () => {
    const runs = [run('circle', 0, 0.7), run('circle', 1, 0.72)];
    const scores = experimentScores(runs, now).variants.get('circle')!;
    assert.deepEqual(variantTable(scores).split('\n').slice(2, 7), [
      '| seed | R\\@1 | MAP\\@R |',
      '| :-- | --: | --: |',
      '| 0 | 70\\.0 | 35\\.0 |',
      '| 1 | 72\\.0 | 36\\.0 |',
      '| mean of 2 | 71\\.0 ± 12\\.7 | 35\\.5 ± 6\\.4 |',
    ]);
    assert.ok(Math.abs(scoreOf(scores, 'MAP@R')!.mean - 0.355) < 1e-12);
  });

  it('shows the first ten of many, and lets no record write markup', () => {
    const name = '[x](command:evil) <img src=x> | y';
    const runs = Array.from({ length: 30 }, (_, seed) => run(name, seed, 0.5));
    const table = variantTable(experimentScores(runs, now).variants.get(name)!);
    assert.match(table, /\| and 20 more \|/);
    assert.doesNotMatch(table, /\]\(|<img/);
    assert.equal(table.split('\n').filter((line) => line.startsWith('|')).length, 14);
  });
});
