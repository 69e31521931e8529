import { configure, data, defineExperiment, losses, models, samplers, withMemory } from 'metric-lab';

/**
 * A memory where batches are small: 16 images a batch, against the last 512 embeddings or the batch alone. It takes long:
 * the sum over so many pairs first pushes everything apart, and at 300 steps the batch alone is ahead.
 */
export default defineExperiment({
  paper: 'cross-batch-memory-xbm',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 4, perClass: 4 }),
  steps: 1200,
  evaluateEvery: 100,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    memory: { loss: withMemory(losses.similarityContrastive, { size: 512, warmUp: 50, batchWeight: 1 }) },
    batchOnly: { loss: losses.similarityContrastive },
  },
  claim: { better: 'memory', than: 'batchOnly', on: 'R@1' },
});
