import { configure, data, defineExperiment, losses, models, samplers, withSlices } from 'metric-lab';

const loss = configure(losses.contrastive, { negativeMargin: 0.9 });
const division = { clusters: 4, classes: 16, perClass: 4, refreshEvery: 40, warmUp: 120, dividedSteps: 570 };

/**
 * Clusters of the data, each for a slice of the embedding, against the whole embedding on all data. `clusters` trains the
 * whole embedding on batches of one cluster; `parts` divides the data at random; `slices` does not divide it. All begin
 * with 120 steps on all data, where the paper begins with a network that knows ImageNet.
 */
export default defineExperiment({
  paper: 'divide-and-conquer',
  data: data.glyphs({ classes: 400 }),
  model: models.unitSlices(models.conv4({ channels: 32, dimension: 64 }), { slices: 4 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 600,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    divided: { loss: withSlices(loss), sampler: samplers.divideAndConquer(division) },
    clusters: {
      loss: withSlices(loss),
      sampler: samplers.divideAndConquer({ ...division, slices: false }),
    },
    parts: {
      loss: withSlices(loss),
      sampler: samplers.divideAndConquer({ ...division, partition: 'random' }),
    },
    slices: {
      loss: withSlices(loss),
      sampler: samplers.divideAndConquer({ ...division, partition: 'none' }),
    },
    whole: { loss },
  },
  claim: { better: 'divided', than: 'whole', on: 'R@1' },
});
