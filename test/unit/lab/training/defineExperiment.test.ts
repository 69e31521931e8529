import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { glyphs } from '../../../../src/lab/datasets/glyphs';
import { multiSimilarity } from '../../../../src/lab/losses/multiSimilarity';
import { contrastive } from '../../../../src/lab/losses/contrastive';
import { proxyNca } from '../../../../src/lab/losses/proxyNca';
import { mlp } from '../../../../src/lab/models/mlp';
import { mPerClass } from '../../../../src/lab/samplers/mPerClass';
import { configure } from '../../../../src/lab/training/configure';
import {
  defineExperiment,
  isExperiment,
  type ExperimentDefinition,
} from '../../../../src/lab/training/defineExperiment';
import { sgd } from '../../../../src/lab/training/sgd';

const sound = {
  data: glyphs(),
  model: mlp(),
  sampler: configure(mPerClass, { classes: 4, perClass: 2 }),
  loss: multiSimilarity,
  steps: 50,
} satisfies ExperimentDefinition;

/** As a user of JavaScript may call it. */
function define(changes: Record<string, unknown>): () => unknown {
  return () => defineExperiment({ ...sound, ...changes });
}

describe('defineExperiment', () => {
  it('fills in what is left out', () => {
    const experiment = defineExperiment(sound);
    assert.deepEqual(experiment.recallAt, [1, 2, 4, 8]);
    assert.deepEqual(experiment.seeds, [0, 1, 2, 3, 4]);
    assert.equal(experiment.evaluateEvery, 5);
    assert.equal(experiment.optimizer.name, 'adam');
    assert.equal(experiment.optimizer.learningRate, 1e-3);
    assert.deepEqual(Object.keys(experiment.variants), ['multiSimilarity']);
  });

  it('takes folds by their number, or by number and cut', () => {
    assert.equal(defineExperiment(sound).folds, undefined);
    assert.deepEqual(defineExperiment({ ...sound, folds: 5 }).folds, { of: 5, cut: 'realityCheck' });
    assert.deepEqual(defineExperiment({ ...sound, folds: { cut: 'full' } }).folds, { of: 4, cut: 'full' });
    assert.throws(define({ folds: 1 }), /folds must be a whole number of at least 2; got 1/);
    assert.throws(
      define({ folds: { cut: 'half' } }),
      /folds.cut must be one of realityCheck, full; got "half"/,
    );
    assert.throws(define({ folds: { of: 3 } }), /no setting 'of'; it has folds, cut/);
  });

  it('makes a loss function and a sampler function ready, with their defaults', () => {
    const experiment = defineExperiment({ ...sound, sampler: mPerClass });
    assert.deepEqual(
      experiment.variants['multiSimilarity']!.loss.options,
      configure(multiSimilarity).options,
    );
    assert.equal(experiment.sampler.batchSize, 72);
  });

  it('names the only variant after its loss, where that can stand in a run id', () => {
    const named = (name: string) =>
      Object.keys(defineExperiment({ ...sound, loss: { ...configure(contrastive), name } }).variants);
    assert.deepEqual(named('my-loss_2'), ['my-loss_2']);
    assert.deepEqual(named('../loss'), ['loss']);
  });

  it('keeps what a variant has of its own, and gives it the common loss', () => {
    const optimizer = sgd();
    const { variants } = defineExperiment({
      ...sound,
      variants: { slow: { optimizer }, other: { loss: contrastive, model: mlp({ dimension: 8 }) } },
    });
    assert.equal(variants['slow']!.loss.name, 'multiSimilarity');
    assert.equal(variants['slow']!.optimizer, optimizer);
    assert.equal(variants['other']!.loss.name, 'contrastive');
    assert.equal(variants['other']!.model!.dimension, 8);
  });

  it('knows its own', () => {
    assert.ok(isExperiment(defineExperiment(sound)));
    assert.ok(!isExperiment({ ...defineExperiment(sound) }));
    assert.ok(!isExperiment(undefined));
  });

  const two = { a: { loss: contrastive }, b: { loss: multiSimilarity } };
  const wrong: [string, Record<string, unknown>, RegExp][] = [
    ['a misspelt setting', { stpes: 3 }, /no setting 'stpes'; it has paper, data/],
    ['steps that are no whole number', { steps: 1.5 }, /steps must be a whole number of at least 1; got 1.5/],
    ['no steps', { steps: undefined }, /steps must be a whole number/],
    ['a negative evaluateEvery', { evaluateEvery: -1 }, /evaluateEvery must be a whole number .* got -1/],
    ['a K of 0', { recallAt: [0, 1] }, /recallAt must be a list of whole numbers of at least 1; got \[0,1\]/],
    ['no K', { recallAt: [] }, /recallAt must be a list/],
    ['a seed twice', { seeds: [1, 1] }, /seeds must be a list without repeats; got \[1,1\]/],
    ['a network of something else', { model: 'conv4' }, /model must be a network, .*; got "conv4"/],
    ['a factory in place of a network', { model: mlp }, /model must be a network, .*; got the function mlp/],
    ['a data set left out', { data: undefined }, /data must be a data set, .*; got nothing/],
    ['an optimizer of something else', { optimizer: {} }, /optimizer must be an optimizer/],
    ['no loss at all', { loss: undefined }, /give a loss, or variants that have one each/],
    ['a loss that needs proxies', { loss: proxyNca }, /made ready by withProxies/],
    ['a loss of something else', { loss: { name: 'x' } }, /loss must be a loss, .*; got an object with name/],
    ['a sampler that is no generator', { sampler: () => 1 }, /sampler must be a sampler/],
    ['no variants', { variants: {} }, /variants is empty/],
    ['a variant without a loss', { loss: undefined, variants: { a: {} } }, /variants\.a has no loss/],
    ['a misspelt variant', { variants: { a: { los: contrastive } } }, /variants\.a: no setting 'los'/],
    [
      'a variant that would leave its folder',
      { variants: { '../a': { loss: contrastive } } },
      /name '\.\.\/a' may hold only/,
    ],
    ['a variant that is a string', { variants: { a: 'circle' } }, /variants\.a must be an object/],
    [
      'a claim about an unknown variant',
      { variants: two, claim: { better: 'c', than: 'b', on: 'R@1' } },
      /claim\.better must be one of the variants, a, b; got "c"/,
    ],
    [
      'a claim against itself',
      { variants: two, claim: { better: 'a', than: 'a', on: 'R@1' } },
      /claim\.than must be another variant/,
    ],
    [
      'a claim on an unknown metric',
      { variants: two, claim: { better: 'a', than: 'b', on: 'R@3' } },
      /claim\.on must be one of R@1, R@2, R@4, R@8, MAP@R, R-Precision; got "R@3"/,
    ],
    ['a paper that is no id', { paper: 3 }, /paper must be the id of a paper.*; got 3/],
  ];
  for (const [what, changes, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(define(changes), (error) => error instanceof LabError && message.test(error.message));
    });
  }
});
