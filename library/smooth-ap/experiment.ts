import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

/** Average precision by sigmoids, narrow or wide, by bins, and a triplet loss. */
export default defineExperiment({
  paper: 'smooth-ap',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    narrow: { loss: configure(losses.smoothAp) },
    wide: { loss: configure(losses.smoothAp, { temperature: 0.1 }) },
    fastAp: { loss: configure(losses.fastAp) },
    triplet: { loss: configure(losses.triplet) },
  },
  claim: { better: 'narrow', than: 'triplet', on: 'MAP@R' },
});
