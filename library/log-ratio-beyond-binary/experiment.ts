import { configure, data, defineExperiment, losses, models, samplers, withTargets } from 'metric-lab';

/** Poses as they are, against poses cut into cells: near images should have near poses, whatever the character. */
export default defineExperiment({
  paper: 'log-ratio-beyond-binary',
  data: data.poses(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.uniform, { batchSize: 64 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    // Scores compare directions, so vectors are brought to length 1 while training, too.
    logRatio: { loss: withTargets(losses.logRatio, { everyAnchor: true, normalise: true }) },
    free: { loss: withTargets(losses.logRatio, { everyAnchor: true }) },
    oneAnchor: { loss: withTargets(losses.logRatio, { normalise: true }) },
    binary: { loss: configure(losses.triplet, { mining: 'semiHard' }) },
  },
  claim: { better: 'logRatio', than: 'binary', on: 'MAP@R' },
});
