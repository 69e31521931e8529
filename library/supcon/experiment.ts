import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

/** Eight samples a class: positives averaged outside the logarithm, inside it, and each against the negatives alone. */
export default defineExperiment({
  paper: 'supcon',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 8, perClass: 8 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    out: { loss: configure(losses.supCon) },
    in: { loss: configure(losses.supCon, { form: 'in' }) },
    ntXent: { loss: configure(losses.ntXent, { otherPositives: false }) },
  },
  claim: { better: 'out', than: 'in', on: 'R@1' },
});
