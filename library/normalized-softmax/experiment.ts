import { configure, data, defineExperiment, losses, models, samplers, withProxies } from 'metric-lab';

/** Classification against pairs, and what the temperature decides. */
export default defineExperiment({
  paper: 'normalized-softmax',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    classification: { loss: withProxies(losses.normalisedSoftmax) },
    warm: { loss: withProxies(losses.normalisedSoftmax, { temperature: 0.5 }) },
    contrastive: { loss: losses.contrastive },
    multiSimilarity: { loss: losses.multiSimilarity },
  },
  claim: { better: 'classification', than: 'contrastive', on: 'R@1' },
});
