import { configure, data, defineExperiment, losses, models, samplers, withProxies } from 'metric-lab';

/** A margin on the angle against none, at one scale: with margin 0 this is normalised softmax. */
export default defineExperiment({
  paper: 'arcface',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    margin: { loss: withProxies(losses.arcFace, { scale: 20, margin: 0.3 }) },
    noMargin: { loss: withProxies(losses.arcFace, { scale: 20, margin: 0 }) },
    paper: { loss: withProxies(losses.arcFace) },
    subCentres: { loss: withProxies(losses.arcFace, { scale: 20, margin: 0.3, centres: 3 }) },
  },
  claim: { better: 'margin', than: 'noMargin', on: 'R@1' },
});
