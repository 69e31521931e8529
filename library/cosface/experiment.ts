import { configure, data, defineExperiment, losses, models, samplers, withProxies } from 'metric-lab';

/** Margins on the cosine and on the angle, at one scale. A tie is what we expect. */
export default defineExperiment({
  paper: 'cosface',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    cosine: { loss: withProxies(losses.cosFace, { scale: 20, margin: 0.2 }) },
    angle: { loss: withProxies(losses.arcFace, { scale: 20, margin: 0.3 }) },
    noMargin: { loss: withProxies(losses.cosFace, { scale: 20, margin: 0 }) },
  },
  claim: { better: 'cosine', than: 'noMargin', on: 'R@1' },
});
