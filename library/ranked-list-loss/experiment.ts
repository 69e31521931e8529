import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

/** Does weighing negatives by how near they are help? The temperature of the paper against none. */
export default defineExperiment({
  paper: 'ranked-list-loss',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 20, perClass: 3 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    weighted: { loss: configure(losses.rankedList, { negativeTemperature: 10 }) },
    unweighted: { loss: configure(losses.rankedList, { negativeTemperature: 0 }) },
    contrastive: { loss: configure(losses.contrastive, { negativeMargin: 1.2, power: 1 }) },
  },
  claim: { better: 'weighted', than: 'unweighted', on: 'R@1' },
});
