import {
  augmentations,
  configure,
  data,
  defineExperiment,
  losses,
  models,
  samplers,
  withInstances,
} from 'metric-lab';

/** Without labels: copies recognised and others not, against NT-Xent, which has the first of the two terms alone. */
export default defineExperiment({
  paper: 'invariant-spreading-instance-feature',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.uniform, { batchSize: 128, views: 2 }),
  augmentation: augmentations.affine({ rotation: 15, shift: 0.1, scale: 0.2 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    spreading: { loss: withInstances(losses.invariantSpreading) },
    authors: { loss: withInstances(losses.invariantSpreading, { form: 'authors' }) },
    ntXent: { loss: withInstances(losses.ntXent, { temperature: 0.1 }) },
    labels: { loss: losses.multiSimilarity },
  },
  claim: { better: 'spreading', than: 'ntXent', on: 'R@1' },
});
