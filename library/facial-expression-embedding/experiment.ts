import { configure, data, defineExperiment, losses, models, samplers, withJudgements } from 'metric-lab';

/** Judgements of which of three drawings is the odd one, by pose: a rater who errs once in ten stands in for people. */
export default defineExperiment({
  paper: 'facial-expression-embedding',
  data: data.poses(),
  model: models.conv4({ channels: 32, dimension: 16 }),
  sampler: configure(samplers.uniform, { batchSize: 66 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    symmetric: { loss: withJudgements(losses.symmetricTriplet, {}, { noise: 0.1 }) },
    oneSided: { loss: withJudgements(losses.symmetricTriplet, { symmetric: false }, { noise: 0.1 }) },
    cells: { loss: configure(losses.triplet, { mining: 'semiHard' }) },
  },
  claim: { better: 'symmetric', than: 'oneSided', on: 'MAP@R' },
});
