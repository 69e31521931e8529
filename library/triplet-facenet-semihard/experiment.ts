import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

/** Which negatives: the same hinge on semi-hard triplets, on all, and on the hardest of each anchor. */
export default defineExperiment({
  paper: 'triplet-facenet-semihard',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    semiHard: { loss: configure(losses.triplet, { mining: 'semiHard' }) },
    all: { loss: configure(losses.triplet, { mining: 'all' }) },
    batchHard: { loss: configure(losses.triplet, { mining: 'batchHard' }) },
  },
  claim: { better: 'semiHard', than: 'all', on: 'R@1' },
});
