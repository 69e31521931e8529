import { configure, data, defineExperiment, losses, miners, models, samplers, withMiner } from 'metric-lab';

/** Every term is linear in its distance, and each side has a mean of its own: a miner then changes nothing but the pairs. */
const linear = { power: 1, reduction: 'apart' } as const;

/**
 * What is owed to the miner: one loss on all pairs, and on those that miners of other papers keep. The paper compares them
 * only together with the losses that they came with.
 */
export default defineExperiment({
  paper: 'metric-learning-reality-check',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    allPairs: { loss: configure(losses.contrastive, linear) },
    multiSimilarity: {
      loss: withMiner(losses.contrastive, miners.multiSimilarityPairs, {}, linear, 'similarity'),
    },
    beyondMargins: { loss: withMiner(losses.contrastive, miners.pairMargin, {}, linear) },
    hardHalf: { loss: withMiner(losses.contrastive, miners.hardAwareCascade, {}, linear) },
    ofTriplets: { loss: withMiner(losses.contrastive, miners.tripletMargin, {}, linear) },
    easySemiHard: { loss: withMiner(losses.contrastive, miners.batchEasyHard, {}, linear) },
  },
  claim: { better: 'multiSimilarity', than: 'allPairs', on: 'MAP@R' },
});
