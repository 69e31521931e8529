import {
  configure,
  data,
  defineExperiment,
  losses,
  models,
  samplers,
  withBeta,
  withDistanceWeighting,
} from 'metric-lab';

/**
 * Sampling matters: one triplet loss, with negatives of all distances alike, or semi-hard ones; and the margin loss with the
 * same two choices of negatives, all or by distance.
 */
export default defineExperiment({
  paper: 'margin-distance-weighted',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    distanceWeighted: {
      loss: withDistanceWeighting(losses.triplet, { draws: 4 }, { mining: 'all', distance: 'euclidean' }),
    },
    semiHard: { loss: configure(losses.triplet, { mining: 'semiHard', distance: 'euclidean' }) },
    all: { loss: configure(losses.triplet, { mining: 'all', distance: 'euclidean' }) },
    margin: { loss: withBeta(losses.margin, {}, {}, { draws: 4 }) },
    marginAll: { loss: withBeta(losses.margin) },
  },
  claim: { better: 'distanceWeighted', than: 'semiHard', on: 'R@1' },
});
