import { configure, data, defineExperiment, losses, models, samplers, withMemory } from 'metric-lab';

/** A memory where batches are small: 16 images a batch, against the last 512 embeddings or the batch alone. */
export default defineExperiment({
  paper: 'cross-batch-memory-xbm',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 4, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    memory: { loss: withMemory(losses.similarityContrastive, { size: 512, warmUp: 50, batchWeight: 1 }) },
    batchOnly: { loss: losses.similarityContrastive },
  },
  claim: { better: 'memory', than: 'batchOnly', on: 'R@1' },
});
