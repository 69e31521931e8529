import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

/** Flexible against fixed penalties: circle weighs each similarity by its distance from its optimum, triplet does not. */
export default defineExperiment({
  paper: 'circle-loss',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 5 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    circle: { loss: configure(losses.circle, { margin: 0.4, gamma: 80 }) },
    triplet: { loss: configure(losses.triplet, { mining: 'semiHard' }) },
  },
  claim: { better: 'circle', than: 'triplet', on: 'R@1' },
});
