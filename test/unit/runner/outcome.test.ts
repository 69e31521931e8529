import assert from 'node:assert/strict';
import { LabError } from '../../../src/lab/core/labError';
import { defineExperiment } from '../../../src/lab/training/defineExperiment';
import { conv4 } from '../../../src/lab/models/conv4';
import { glyphs } from '../../../src/lab/datasets/glyphs';
import { circle } from '../../../src/lab/losses/circle';
import { triplet } from '../../../src/lab/losses/triplet';
import { mPerClass } from '../../../src/lab/samplers/mPerClass';
import type { FinishedRun } from '../../../src/runner/comparedRuns';
import { outcomeOf } from '../../../src/runner/outcome';
import { outcomeInWords } from '../../../src/statistics/outcomeInWords';
import { sampleRecord, sampleResult } from '../runs/samples';

const experiment = defineExperiment({
  data: glyphs(),
  model: conv4(),
  sampler: mPerClass,
  steps: 100,
  variants: { circle: { loss: circle }, triplet: { loss: triplet } },
  claim: { better: 'circle', than: 'triplet', on: 'R@1' },
});
const { file, codeHash } = sampleRecord().experiment;
const now = { file, codeHash, experiment };

function run(variant: string, seed: number, score: number, change: object = {}): FinishedRun {
  const { metrics } = sampleResult;
  return {
    record: sampleRecord({ variant, seed, ...change }),
    result: { ...sampleResult, metrics: { ...metrics, test: { 'R@1': score } } },
  };
}

describe("an experiment's outcome", () => {
  it('compares the seeds that both variants ran with', () => {
    const runs = [run('circle', 0, 0.6), run('circle', 1, 0.72), run('circle', 5, 0.1)];
    const { outcome, leftOut } = outcomeOf(now, [...runs, run('triplet', 1, 0.5), run('triplet', 0, 0.4)]);
    assert.deepEqual([outcome.state, outcome.seeds], ['supported', [0, 1]]);
    assert.deepEqual(outcome.scores, { circle: [0.6, 0.72], triplet: [0.4, 0.5] });
    assert.ok(Math.abs(outcome.difference.mean - 0.21) < 1e-12);
    assert.equal(outcome.untrained, 0.5);
    assert.deepEqual(leftOut, ['1 of a seed without a pair']);
    assert.match(outcome.command, /--seed 0,1 && metric-lab claim library\/circle-loss\/experiment\.ts$/);
  });

  it('takes the newest of several runs, and none of other code or fewer steps', () => {
    const other = { ...sampleRecord().experiment, codeHash: 'cd'.repeat(32) };
    const short = { ...sampleRecord().config, steps: 3 };
    const { outcome, leftOut } = outcomeOf(now, [
      run('circle', 0, 0.9, { experiment: other }),
      run('circle', 0, 0.8, { config: short }),
      run('circle', 0, 0.7),
      run('circle', 0, 0.6),
      run('triplet', 0, 0.5),
    ]);
    assert.deepEqual(outcome.scores, { circle: [0.7], triplet: [0.5] });
    assert.deepEqual([outcome.state, outcome.difference.interval], ['undecided', null]);
    assert.deepEqual(leftOut, ['1 of other code', '1 of 3 steps', '1 run again since']);
  });

  const onFold = (index: number, hash = `fold ${index}`, of = 4) => ({
    split: {
      ...{ hash, fold: { index, of, cut: 'full' } },
      ...{ classes: { train: 3, validation: 1, test: 4 }, images: { train: 3, validation: 1, test: 4 } },
    },
  });

  it('pairs over every seed and fold that both variants have', () => {
    const folds = [0, 1, 2].flatMap((index) => [
      run('circle', 0, 0.9 - index / 10, onFold(index)),
      run('triplet', 0, 0.5 - index / 10, onFold(index)),
    ]);
    const others = [run('circle', 1, 0.8, onFold(2)), run('triplet', 1, 0.5, onFold(2))];
    const alone = [run('circle', 1, 0.1, onFold(0)), run('triplet', 1, 0.9, onFold(1))];
    const { outcome, leftOut } = outcomeOf(now, [...alone, ...others, ...folds]);
    assert.deepEqual(outcome.folds?.pairs, [
      { seed: 0, fold: 0 },
      { seed: 0, fold: 1 },
      { seed: 0, fold: 2 },
      { seed: 1, fold: 2 },
    ]);
    assert.deepEqual([outcome.folds.of, outcome.folds.cut, outcome.seeds], [4, 'full', [0, 1]]);
    assert.deepEqual(outcome.scores, { circle: [0.9, 0.8, 0.7, 0.8], triplet: [0.5, 0.4, 0.3, 0.5] });
    assert.match(
      outcomeInWords(outcome),
      /^claim supported: .*R@1 \+37\.5 ± 8\.0 over 4 pairs of 2 seeds and 3 folds$/,
    );
    assert.deepEqual(leftOut, ['2 of a seed and fold without a pair']);
    assert.match(outcome.command, /--seed 0,1 --fold all --folds 4 --cut full && metric-lab claim /);
  });

  it('compares no folds of different cuts or classes, nor what was chosen on test, and says so', () => {
    const newest = [run('circle', 0, 0.9, onFold(0)), run('triplet', 0, 0.5, onFold(0))];
    const unfair = [run('circle', 0, 1, { select: 'oracle' }), run('circle', 0, 1, { trial: 3 })];
    const { outcome, leftOut } = outcomeOf(now, [
      ...unfair,
      ...newest,
      run('circle', 0, 0.1, onFold(0, 'fold 0 of 5', 5)),
      run('triplet', 0, 0.9),
      run('circle', 1, 0.1, onFold(0, 'earlier data')),
      run('triplet', 1, 0.9, onFold(0, 'earlier data')),
    ]);
    assert.deepEqual(outcome.scores, { circle: [0.9], triplet: [0.5] });
    assert.deepEqual(leftOut, [
      ...['1 chosen by their test scores', '1 of a search for settings'],
      ...['1 on folds cut otherwise: 5, full', "1 on the data set's own validation classes"],
      '2 on other classes',
    ]);
  });

  it('pairs no runs of several engines or versions, and names the devices', () => {
    const versions = { 'metric-lab': '9' };
    const { outcome, leftOut } = outcomeOf(now, [
      run('circle', 1, 0.7, { versions }),
      run('circle', 0, 0.7, { versions, backend: 'onnx-cpu' }),
      run('triplet', 1, 0.5, { versions, device: 'another processor' }),
      run('triplet', 0, 0.5, { versions }),
      run('triplet', 2, 0.5),
    ]);
    assert.deepEqual([outcome.seeds, outcome.backend], [[1], 'wasm']);
    assert.equal(outcome.device, 'a processor; another processor');
    assert.deepEqual(leftOut, [
      '1 computed by onnx-cpu',
      '1 of a seed without a pair',
      '1 of Metric Lab (no version)',
    ]);
  });

  it('pairs no last step with one that was chosen by validation', () => {
    const last = { select: 'last' };
    const { outcome, leftOut } = outcomeOf(now, [
      run('circle', 0, 0.7),
      run('triplet', 0, 0.5),
      run('circle', 1, 0.9, last),
      run('triplet', 1, 0.1, last),
    ]);
    assert.deepEqual(outcome.seeds, [0]);
    assert.deepEqual(leftOut, ['2 of the last step, whatever its validation scores']);
  });

  it('leaves out a seed without the score that is claimed', () => {
    const bare = run('triplet', 1, 0.5);
    const metrics = { ...bare.result.metrics, test: { 'R@2': 0.5 } };
    const runs = [run('circle', 0, 0.6), run('triplet', 0, 0.5), run('circle', 1, 0.7)];
    const { outcome } = outcomeOf(now, [...runs, { ...bare, result: { ...bare.result, metrics } }]);
    assert.deepEqual(outcome.seeds, [0]);
  });

  it('says what to run where nothing can be compared', () => {
    assert.throws(
      () => outcomeOf(now, [run('circle', 0, 0.6), run('triplet', 1, 0.5)]),
      new LabError(
        `${file}: no finished runs to compare: its code as it is now, all of its steps, 'circle' and 'triplet'` +
          ` with the same seed (there are 2 of a seed without a pair); run: metric-lab train ${file} --seed 0,1,2,3,4`,
      ),
    );
  });

  it('refuses an experiment without a claim', () => {
    assert.throws(
      () => outcomeOf({ ...now, experiment: { ...experiment, claim: undefined } }, []),
      /the experiment makes no claim/,
    );
  });
});
