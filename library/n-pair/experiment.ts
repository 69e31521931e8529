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

const unpenalised = configure(losses.nPair, { l2: 0 });
const batches = (classes: number) => configure(samplers.mPerClass, { classes, perClass: 2 });

/** More negatives at once: the same pairs in batches of 32 classes or of 4. And what normalising without a temperature does. */
export default defineExperiment({
  paper: 'n-pair',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: batches(32),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    classes32: { loss: configure(losses.nPair) },
    classes4: { loss: configure(losses.nPair), sampler: batches(4) },
    unpenalised: { loss: unpenalised },
    lengthPenalised: {
      loss: withRegularizer(unpenalised, regularizers.embeddingNorm, { weight: 0.02 }, { power: 1 }),
    },
    normalised: { loss: configure(losses.nPair, { l2: 0, normalise: true }) },
    withTemperature: { loss: configure(losses.ntXent) },
  },
  claim: { better: 'classes32', than: 'classes4', on: 'R@1' },
});
