import { configure, data, defineExperiment, losses, models, samplers, withProxies } from 'metric-lab';

/**
 * The proxy as anchor against the sample as anchor, both with the proxies' higher learning rate, and ProxyNCA with the scale
 * that it needs; and what that rate is worth.
 */
export default defineExperiment({
  paper: 'proxy-anchor',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    proxyAnchor: { loss: withProxies(losses.proxyAnchor) },
    equalRates: { loss: withProxies(losses.proxyAnchor, {}, { learningRateScale: 1 }) },
    proxyNca: { loss: withProxies(losses.proxyNca, { scale: 9 }) },
    multiSimilarity: { loss: losses.multiSimilarity },
  },
  claim: { better: 'proxyAnchor', than: 'proxyNca', on: 'R@1' },
});
