import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

/** Real handwriting: train on 109 characters, choose on 27 others, score on 106 of three alphabets never seen. */
export default defineExperiment({
  paper: 'multi-similarity',
  data: data.omniglot(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 400,
  evaluateEvery: 100,
  seeds: [0, 1, 2],
  variants: {
    multiSimilarity: { loss: configure(losses.multiSimilarity, { beta: 40, lambda: 0.5 }) },
    batchHard: { loss: configure(losses.triplet, { mining: 'batchHard', distance: 'euclidean' }) },
  },
  claim: { better: 'multiSimilarity', than: 'batchHard', on: 'R@1' },
});
