import { configure, data, defineExperiment, losses, models, optimizers, samplers } from 'metric-lab';

/** Two losses under one protocol: nothing differs but the loss. */
export default defineExperiment({
  data: data.glyphs(),
  model: models.conv4({ channels: 32, dimension: 64 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  optimizer: optimizers.adam({ learningRate: 0.001 }),
  steps: 400,
  evaluateEvery: 100,
  recallAt: [1, 2, 4, 8],
  seeds: [0, 1, 2],
  variants: {
    triplet: { loss: losses.triplet },
    multiSimilarity: { loss: configure(losses.multiSimilarity, { beta: 40, lambda: 0.5 }) },
  },
  claim: { better: 'multiSimilarity', than: 'triplet', on: 'R@1' },
});
