import { configure, data, defineExperiment, losses, models, samplers, withProxies } from 'metric-lab';

/** Proxies against mining at equal steps, and what the scale that the paper leaves at 1 costs. */
export default defineExperiment({
  paper: 'proxy-nca',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    proxies: { loss: withProxies(losses.proxyNca, { scale: 9 }) },
    unscaled: { loss: withProxies(losses.proxyNca, { scale: 1 }) },
    semiHard: { loss: configure(losses.triplet, { mining: 'semiHard' }) },
  },
  claim: { better: 'proxies', than: 'semiHard', on: 'R@1' },
});
