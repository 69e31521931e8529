import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

/**
 * How many bins: with too few FastAP cannot tell ranks apart, with too many it has a slope for few pairs. Contrastive under
 * the same sampler shows what is owed to the loss.
 */
export default defineExperiment({
  paper: 'fastap',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    bins10: { loss: configure(losses.fastAp) },
    bins1: { loss: configure(losses.fastAp, { bins: 1 }) },
    bins40: { loss: configure(losses.fastAp, { bins: 40 }) },
    bins400: { loss: configure(losses.fastAp, { bins: 400 }) },
    contrastive: { loss: configure(losses.contrastive) },
  },
  claim: { better: 'bins10', than: 'bins400', on: 'MAP@R' },
});
