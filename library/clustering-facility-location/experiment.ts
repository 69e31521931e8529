import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

/** The clustering of a batch as a whole, against its pairs and triplets. A step searches for medoids: see how long it takes. */
export default defineExperiment({
  paper: 'clustering-facility-location',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 8, perClass: 8 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    clustering: { loss: configure(losses.clustering, { clusters: 8 }) },
    noMargin: { loss: configure(losses.clustering, { clusters: 8, gamma: 0 }) },
    semiHard: { loss: configure(losses.triplet, { mining: 'semiHard' }) },
    nPair: { loss: losses.nPair },
  },
  claim: { better: 'clustering', than: 'semiHard', on: 'MAP@R' },
});
