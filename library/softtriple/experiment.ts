import { configure, data, defineExperiment, losses, models, samplers, withProxies } from 'metric-lab';

/** Several centres a class against one. Glyph classes have one mode each, so the gain may well be none here. */
export default defineExperiment({
  paper: 'softtriple',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    several: { loss: withProxies(losses.softTriple, { centres: 5 }) },
    one: { loss: withProxies(losses.softTriple, { centres: 1 }) },
    proxyNca: { loss: withProxies(losses.proxyNca, { scale: 9 }) },
  },
  claim: { better: 'several', than: 'one', on: 'R@1' },
});
