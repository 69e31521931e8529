import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

const batches = (classes: number) => configure(samplers.mPerClass, { classes, perClass: 4 });

/** All pairs at once: does lifted structure gain from a batch of 32 classes, and what do raw embeddings cost it? */
export default defineExperiment({
  paper: 'lifted-structure',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: batches(32),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    classes32: { loss: configure(losses.liftedStructure, { normalise: true }) },
    classes8: { loss: configure(losses.liftedStructure, { normalise: true }), sampler: batches(8) },
    raw: { loss: configure(losses.liftedStructure) },
    generalised: { loss: configure(losses.generalisedLifted, { normalise: true }) },
    triplet32: { loss: configure(losses.triplet) },
    triplet8: { loss: configure(losses.triplet), sampler: batches(8) },
  },
  claim: { better: 'classes32', than: 'classes8', on: 'R@1' },
});
