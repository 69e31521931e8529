import { configure, data, defineExperiment, losses, models, samplers, withProxies } from 'metric-lab';

/** The same proxies under a hinge and under a softmax; both scaled by 9, for the hinge's length is squared. */
export default defineExperiment({
  paper: 'proxy-triplet',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    hinge: { loss: withProxies(losses.proxyTriplet, { length: 3 }) },
    unscaled: { loss: withProxies(losses.proxyTriplet) },
    softmax: { loss: withProxies(losses.proxyNca, { scale: 9 }) },
  },
  claim: { better: 'softmax', than: 'hinge', on: 'R@1' },
});
