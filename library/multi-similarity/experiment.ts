import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

/** Does the mining help? The loss with its miner and without, at the settings of the authors' code, and a tuned rival. */
export default defineExperiment({
  paper: 'multi-similarity',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    mined: { loss: configure(losses.multiSimilarity, { beta: 40, lambda: 0.5, epsilon: 0.1 }) },
    unmined: { loss: configure(losses.multiSimilarity, { beta: 40, lambda: 0.5, epsilon: null }) },
    contrastive: {
      loss: configure(losses.contrastive, {
        positiveMargin: 0.25,
        negativeMargin: 0.5,
        power: 1,
        reduction: 'apart',
      }),
    },
  },
  claim: { better: 'mined', than: 'unmined', on: 'R@1' },
});
