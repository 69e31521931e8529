import {
  configure,
  data,
  defineExperiment,
  losses,
  models,
  samplers,
  withCentroids,
  withProxies,
} from 'metric-lab';

/** The bound on all triplets against mined ones and proxies. All have the 80 columns that its fixed centroids need. */
export default defineExperiment({
  paper: 'triplet-upper-bound',
  data: data.glyphs(),
  model: models.conv4({ channels: 32, dimension: 80 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    bound: { loss: withCentroids(losses.tripletUpperBound) },
    squared: { loss: withCentroids(losses.tripletUpperBound, { distance: 'squaredEuclidean' }) },
    semiHard: { loss: configure(losses.triplet, { mining: 'semiHard' }) },
    proxyNca: { loss: withProxies(losses.proxyNca, { scale: 9 }) },
  },
  claim: { better: 'bound', than: 'semiHard', on: 'R@1' },
});
