import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

/** Two losses on the same data, network, batches and budget: the protocol of a fair comparison. */
export default defineExperiment({
  paper: 'circle-loss',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 100,
  seeds: [0],
  variants: {
    contrastive: { loss: losses.contrastive },
    circle: { loss: losses.circle },
  },
  claim: { better: 'circle', than: 'contrastive', on: 'R@1' },
});
