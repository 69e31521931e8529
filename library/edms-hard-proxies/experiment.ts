import { configure, data, defineExperiment, losses, models, samplers, withProxies } from 'metric-lab';

/** Similarity by a walk over the batch and its proxies, against the same proxies by the straight line. */
export default defineExperiment({
  paper: 'edms-hard-proxies',
  data: data.glyphs({ classes: 100 }),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    walk: { loss: withProxies(losses.manifold) },
    shortWalk: { loss: withProxies(losses.manifold, { alpha: 0.3 }) },
    ends: { loss: withProxies(losses.manifold, { context: 0 }) },
    straight: { loss: withProxies(losses.normalisedSoftmax) },
  },
  claim: { better: 'walk', than: 'straight', on: 'MAP@R' },
});
