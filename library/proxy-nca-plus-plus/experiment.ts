import { configure, data, defineExperiment, losses, models, samplers, withProxies } from 'metric-lab';

/** The low temperature against 1, and the own proxy in the denominator against out of it. */
export default defineExperiment({
  paper: 'proxy-nca-plus-plus',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    low: { loss: withProxies(losses.proxyNcaPlusPlus) },
    one: { loss: withProxies(losses.proxyNcaPlusPlus, { scale: 1 }) },
    proxyNca: { loss: withProxies(losses.proxyNca, { scale: 9 }) },
  },
  claim: { better: 'low', than: 'one', on: 'R@1' },
});
