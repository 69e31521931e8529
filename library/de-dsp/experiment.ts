import { configure, data, defineExperiment, losses, models, samplers, withSamplingPolicy } from 'metric-lab';

const loss = withSamplingPolicy(losses.triplet, {}, { mining: 'all' });
const policy = { classes: 16, perClass: 4, refreshEvery: 15 };

/**
 * Negatives by a policy that learns from its effect on held-out training classes, against all negatives alike. `shuffled`
 * is the control: the same policy, its rewards credited at random. These three hold classes out; semiHard does not.
 */
export default defineExperiment({
  paper: 'de-dsp',
  data: data.glyphs({ classes: 400 }),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 450,
  evaluateEvery: 75,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    learned: { loss, sampler: samplers.samplingPolicy(policy) },
    shuffled: { loss, sampler: samplers.samplingPolicy({ ...policy, policy: 'shuffled' }) },
    uniform: { loss, sampler: samplers.samplingPolicy({ ...policy, policy: 'uniform' }) },
    semiHard: { loss: configure(losses.triplet, { mining: 'semiHard' }) },
  },
  claim: { better: 'learned', than: 'uniform', on: 'R@1' },
});
