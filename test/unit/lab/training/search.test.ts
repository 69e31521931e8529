import assert from 'node:assert/strict';
import { configure, defineExperiment, losses, optimizers, search } from '../../../../src/lab/index';
import { glyphs } from '../../../../src/lab/datasets/glyphs';
import { mlp } from '../../../../src/lab/models/mlp';
import { mPerClass } from '../../../../src/lab/samplers/mPerClass';
import type { ExperimentDefinition } from '../../../../src/lab/training/defineExperiment';

const sound = {
  data: glyphs(),
  model: mlp(),
  sampler: configure(mPerClass, { classes: 4, perClass: 2 }),
  steps: 50,
} satisfies Partial<ExperimentDefinition>;

const circles = search.over(
  {
    margin: search.uniform(0.1, 0.5),
    gamma: search.logUniform(16, 512),
    learningRate: [1e-4, 1e-3],
    blocks: search.integer(1, 3),
  },
  ({ learningRate, blocks, ...settings }) => ({
    loss: configure(losses.circle, settings),
    model: mlp({ hidden: Array.from({ length: blocks }, () => 8) }),
    optimizer: optimizers.adam({ learningRate }),
  }),
);

const experiment = defineExperiment({
  ...sound,
  variants: { circle: { loss: losses.circle }, triplet: { loss: losses.triplet } },
  search: { circle: circles },
  seeds: [7, 8],
});
const { circle } = experiment.search!;

describe('search', () => {
  it('draws within its space, each trial its own', () => {
    const drawn = Array.from({ length: 200 }, (_, trial) => circle!.settings(trial + 1)!);
    const values = (name: string) => drawn.map((settings) => Number(settings[name]));
    const within = (name: string, low: number, high: number) =>
      assert.ok(values(name).every((value) => value >= low && value <= high));
    within('margin', 0.1, 0.5);
    within('gamma', 16, 512);
    assert.deepEqual(new Set(values('learningRate')), new Set([1e-4, 1e-3]));
    assert.deepEqual(new Set(values('blocks')), new Set([1, 2, 3]));
    assert.equal(new Set(values('margin')).size, 200);
    // A logarithmic scale: about as many below its middle, 90.5, as above.
    const below = values('gamma').filter((value) => value < Math.sqrt(16 * 512)).length;
    assert.ok(below > 70 && below < 130, `${below} of 200`);
  });

  it('draws the same for the same seed, and other values for another variant or seed', () => {
    const of = (seeds: number[], name: string) =>
      defineExperiment({
        ...sound,
        ...{ seeds, variants: { [name]: { loss: losses.circle } }, search: { [name]: circles } },
      }).search![name]!.settings(3);
    assert.deepEqual(of([7], 'circle'), circle!.settings(3));
    assert.notDeepEqual(of([9], 'circle'), circle!.settings(3));
    assert.notDeepEqual(of([7], 'other'), circle!.settings(3));
  });

  it('makes the variant of a trial; trial 0 is the variant as written', () => {
    const { margin, gamma, learningRate } = circle!.settings(2)!;
    const { loss, optimizer } = circle!.variant(2);
    assert.equal(loss.options['margin'], margin);
    assert.equal(loss.options['gamma'], gamma);
    assert.equal(optimizer?.learningRate, learningRate);
    assert.equal(circle!.settings(0), null);
    assert.deepEqual(circle!.variant(0).loss.options, experiment.variants['circle']!.loss.options);
  });

  it('names what is wrong with a space', () => {
    assert.throws(() => search.over({}, () => ({})), /the space is empty/);
    assert.throws(() => search.over({ margin: [] }, () => ({})), /'margin' must be a list of values, or/);
    assert.throws(() => search.logUniform(0, 1), /two numbers greater than 0, the lower first; got 0 and 1/);
    assert.throws(() => search.integer(0.5, 3), /two whole numbers/);
    assert.throws(() => search.uniform(1, 1), /the lower first/);
    const define = (changes: object) => () => defineExperiment({ ...sound, loss: losses.circle, ...changes });
    assert.throws(define({ search: { cirle: circles } }), /no variant 'cirle' to search; it has circle/);
    assert.throws(define({ search: { circle: null } }), /search.circle must be what search.over gives/);
    const wrong = search.over({ sharpness: [1, 2] }, (settings) => ({
      loss: configure(losses.circle, settings as object),
    }));
    assert.throws(define({ search: { circle: wrong } }), /circle: no option 'sharpness'/);
  });
});
