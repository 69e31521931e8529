import { configure, data, defineExperiment, losses, miners, models, samplers, withMiner } from 'metric-lab';

/** Angular and N-pair loss together, as in the paper's tables, and each alone; two more angles beside the paper's; and wide angles alone. */
export default defineExperiment({
  paper: 'angular',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 32, perClass: 2 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    together: { loss: configure(losses.angular, { nPairWeight: 1, weight: 2 }) },
    nPair: { loss: configure(losses.nPair) },
    angular: { loss: configure(losses.angular) },
    angular36: { loss: configure(losses.angular, { alpha: 36 }) },
    angular55: { loss: configure(losses.angular, { alpha: 55 }) },
    wideAngles: { loss: withMiner(losses.angular, miners.angularTriplets) },
  },
  claim: { better: 'together', than: 'nPair', on: 'R@1' },
});
