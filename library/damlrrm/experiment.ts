import {
  configure,
  data,
  defineExperiment,
  losses,
  miners,
  models,
  samplers,
  withMiner,
  type Dataset,
} from 'metric-lab';

const glyphs = data.glyphs({ classes: 400 });
const modes = 3;

/** Training classes of three characters each, so that a class has several modes; characters as they are for scoring. */
const merged: Dataset = {
  name: 'glyphs-merged',
  options: { ...glyphs.options, modes },
  async load(from) {
    const { train, validation, test } = await glyphs.load(from);
    const labels = train.labels.map((label) => Math.floor(label / modes));
    const classNames = train.classNames.filter((_, label) => label % modes === 0);
    return { train: { ...train, labels, classNames }, validation, test };
  },
};

const margin = { negativeMargin: 0.9 };

/** Positives of a minimum spanning tree, which let a class keep its modes, against all positives, and the nearest alone. */
export default defineExperiment({
  paper: 'damlrrm',
  data: merged,
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 8, perClass: 9 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    tree: { loss: withMiner(losses.contrastive, miners.spanningTree, {}, margin) },
    all: { loss: configure(losses.contrastive, margin) },
    nearest: {
      loss: withMiner(
        losses.contrastive,
        miners.batchEasyHard,
        { positives: 'easy', negatives: 'all' },
        margin,
      ),
    },
  },
  claim: { better: 'tree', than: 'all', on: 'R@1' },
});
