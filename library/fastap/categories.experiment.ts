import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

const categories = configure(samplers.category, { batchSize: 128, batchesPerPair: 4 });
const contrastive = configure(losses.contrastive, { negativeMargin: 0.9 });

/**
 * Batches of two categories, here two alphabets of characters, against batches of any classes. Contrastive under both shows
 * whether the loss or the sampler carries the result. Needs `metric-lab data add omniglot`.
 */
export default defineExperiment({
  paper: 'fastap',
  data: data.omniglot(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 8 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    categories: { loss: losses.fastAp, sampler: categories },
    hierarchical: {
      loss: losses.fastAp,
      sampler: configure(samplers.hierarchical, { superClasses: 2, classes: 16, perClass: 8 }),
    },
    classes: { loss: losses.fastAp },
    contrastiveCategories: { loss: contrastive, sampler: categories },
    contrastiveClasses: { loss: contrastive },
  },
  claim: { better: 'categories', than: 'classes', on: 'R@1' },
});
