import { configure, data, defineExperiment, losses, models, samplers, withHardSynthesis } from 'metric-lab';

/** The authors' J_gen sums 128 by 1024 squares and begins about five times as large as that of 64 by 64 here. */
const generator = { alpha: 0.1, beta: 2000 };

/**
 * Negatives pulled towards the anchor as the loss falls and given back the look of their class by a generator, against the
 * same triplets as they are: with beta 0 the synthetic ones have no weight. `unpulled` generates, but does not pull;
 * semiHard is the cheap rival.
 */
export default defineExperiment({
  paper: 'hdml',
  data: data.glyphs({ classes: 400 }),
  model: models.conv4({ channels: 64 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 600,
  evaluateEvery: 100,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    synthesis: { loss: withHardSynthesis(generator) },
    unpulled: { loss: withHardSynthesis({ ...generator, alpha: 0 }) },
    real: { loss: withHardSynthesis({ ...generator, beta: 0 }) },
    semiHard: { loss: configure(losses.triplet, { mining: 'semiHard' }) },
  },
  claim: { better: 'synthesis', than: 'real', on: 'R@1' },
});
