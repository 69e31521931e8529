import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

const at = (temperature: number) => ({
  loss: configure(losses.ntXent, { temperature, otherPositives: false }),
});

/** Temperature as strength of mining: the best one should be neither the coldest nor the warmest. */
export default defineExperiment({
  paper: 'nt-xent',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    'tau-0.003': at(0.003),
    'tau-0.01': at(0.01),
    'tau-0.03': at(0.03),
    'tau-0.1': at(0.1),
    'tau-0.3': at(0.3),
    'tau-1': at(1),
  },
  claim: { better: 'tau-0.1', than: 'tau-1', on: 'R@1' },
});
