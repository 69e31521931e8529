import { configure, data, defineExperiment, losses, models, samplers, withProxies } from 'metric-lab';

/** Classes of five unlike characters each: as many modes as there are characters, against one. */
export default defineExperiment({
  paper: 'repmet',
  data: data.merged(data.glyphs({ classes: 400 }), { classes: 5 }),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 8, perClass: 8 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    modes: { loss: withProxies(losses.repMet, { centres: 5 }) },
    one: { loss: withProxies(losses.repMet, { centres: 1 }) },
    softTriple: { loss: withProxies(losses.softTriple, { centres: 5 }) },
    normalisedSoftmax: { loss: withProxies(losses.normalisedSoftmax) },
  },
  claim: { better: 'modes', than: 'one', on: 'R@1' },
});
