import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

const batches = (classes: number, perClass: number) => configure(samplers.mPerClass, { classes, perClass });

/** No margin and no mining: the number of nodes should hardly matter, the number of positive pairs should. */
export default defineExperiment({
  paper: 'histogram',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: batches(8, 8),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    nodes151: { loss: configure(losses.histogram) },
    nodes17: { loss: configure(losses.histogram, { nodes: 17 }) },
    pairs: { loss: configure(losses.histogram), sampler: batches(32, 2) },
    triplet: { loss: configure(losses.triplet) },
  },
  claim: { better: 'nodes151', than: 'pairs', on: 'MAP@R' },
});
