import { configure, data, defineExperiment, models, samplers, withRhoRegularisation } from 'metric-lab';

const switched = (probability: number) => ({
  loss: withRhoRegularisation({ objective: 'triplet', probability }),
});

/** Now and then a negative of the anchor's own class, which keeps classes from collapsing, against none. */
export default defineExperiment({
  paper: 'revisiting-training-strategies-dml',
  data: data.glyphs({ classes: 400 }),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 32, perClass: 2 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: { none: switched(0), few: switched(0.15), some: switched(0.35), half: switched(0.5) },
  claim: { better: 'few', than: 'none', on: 'R@1' },
});
