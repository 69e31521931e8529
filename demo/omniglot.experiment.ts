import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

/** Real handwriting: train on 110 characters, choose on 26 others, score on 106 of three alphabets never seen. */
export default defineExperiment({
  paper: 'circle-loss',
  data: data.omniglot(),
  model: models.conv4(),
  sampler: configure(samplers.mPerClass, { classes: 32, perClass: 4 }),
  steps: 600,
  evaluateEvery: 60,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    circle: { loss: configure(losses.circle, { margin: 0.4, gamma: 80 }) },
    batchHard: { loss: configure(losses.triplet, { mining: 'batchHard', distance: 'euclidean' }) },
  },
  claim: { better: 'circle', than: 'batchHard', on: 'R@1' },
});
