import {
  configure,
  data,
  defineExperiment,
  losses,
  models,
  regularizers,
  samplers,
  withRegularizer,
} from 'metric-lab';

const spread = { weight: 0.1 };

/** More than k positives a class, as the loss wants it: the first five made right, or the first alone; with rivals. */
export default defineExperiment({
  paper: 'sampling-wisely-topk-precision',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 6, perClass: 10 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    first5: { loss: configure(losses.topKPrecision) },
    first1: { loss: configure(losses.topKPrecision, { k: 1 }) },
    first5Wide: { loss: configure(losses.topKPrecision, { margin: 0.2 }) },
    first5Spread: { loss: withRegularizer(losses.topKPrecision, regularizers.covariance, spread) },
    contrastive: { loss: configure(losses.contrastive) },
    contrastiveSpread: { loss: withRegularizer(losses.contrastive, regularizers.covariance, spread) },
    triplet: { loss: configure(losses.triplet) },
  },
  claim: { better: 'first5', than: 'first1', on: 'R-Precision' },
});
