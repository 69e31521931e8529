import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

/** What does multi-similarity gain from a batch with more positives? */
export default defineExperiment({
  paper: 'multi-similarity',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  loss: losses.multiSimilarity,
  steps: 300,
  seeds: [0, 1, 2],
  variants: {
    'four-of-16': {},
    'eight-of-8': { sampler: configure(samplers.mPerClass, { classes: 8, perClass: 8 }) },
  },
  claim: { better: 'eight-of-8', than: 'four-of-16', on: 'R@1' },
});
