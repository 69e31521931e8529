import {
  configure,
  data,
  defineExperiment,
  losses,
  models,
  regularizers,
  samplers,
  withProxies,
  withRegularizer,
} from 'metric-lab';

const proxies = withProxies(losses.normalisedSoftmax);
const spread = (weight: number) => ({
  loss: withRegularizer(proxies, regularizers.spreadOut, { weight, on: 'proxies' }),
});

/**
 * Many classes of few drawings, where proxies have more weights than there is to learn from: proxies spread out, driven from
 * their nearest neighbour alone, and left alone. The term is small at random, 1 / dimension, so its weights are large.
 */
export default defineExperiment({
  paper: 'glas-regularizer',
  data: data.glyphs({ classes: 400, perClass: 5 }),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 32, perClass: 2 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    alone: { loss: proxies },
    spread1: spread(1),
    spread10: spread(10),
    spread100: spread(100),
    fromNearest: {
      loss: withRegularizer(proxies, regularizers.regularFace, { weight: 1, on: 'proxies' }),
    },
  },
  claim: { better: 'spread10', than: 'alone', on: 'R@1' },
});
