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

const linear = { power: 1, reduction: 'nonzero' } as const;
const noise = { ...linear, distance: 'signalToNoise' } as const;
const squared = { ...linear, distance: 'squaredEuclidean' } as const;

/**
 * Signal-to-noise against squared Euclidean distance. On raw embeddings with the zero-mean term the paper expects a gain;
 * on unit vectors the two should hardly differ.
 */
export default defineExperiment({
  paper: 'signal-to-noise-ratio',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    noise: {
      loss: withRegularizer(
        configure(losses.contrastive, { ...noise, normalise: false }),
        regularizers.zeroMean,
        { weight: 0.005 },
      ),
    },
    euclidean: { loss: configure(losses.contrastive, { ...squared, normalise: false }) },
    noiseUnregularised: { loss: configure(losses.contrastive, { ...noise, normalise: false }) },
    noiseOfUnitRows: { loss: configure(losses.contrastive, noise) },
    euclideanOfUnitRows: { loss: configure(losses.contrastive, squared) },
    cosine: { loss: configure(losses.contrastive, { ...linear, distance: 'cosine', negativeMargin: 0.8 }) },
  },
  claim: { better: 'noise', than: 'euclidean', on: 'R@1' },
});
