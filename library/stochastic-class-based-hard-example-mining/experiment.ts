import { configure, data, defineExperiment, losses, models, samplers, withSignatures } from 'metric-lab';

// With batch-hard triplets random batches collapse here, and the comparison would be with that.
const triplet = configure(losses.triplet, { mining: 'semiHard' });
const mining = { classes: 16, perClass: 4, anchors: 4 };

/**
 * Hard classes first: batches of anchor classes and the classes nearest to them by their signatures, against random ones.
 * `oracle` takes the class means of all images as signatures. Signatures only follow the network, but for `classifying`:
 * there they train it, too, and mine nothing.
 */
export default defineExperiment({
  paper: 'stochastic-class-based-hard-example-mining',
  data: data.glyphs({ classes: 400 }),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    mined: { loss: withSignatures(triplet), sampler: samplers.stochasticClassMining(mining) },
    nearest: {
      loss: withSignatures(triplet),
      sampler: samplers.stochasticClassMining({ ...mining, candidates: 3 }),
    },
    oracle: {
      loss: triplet,
      sampler: samplers.stochasticClassMining({ ...mining, signatures: 'means', refreshEvery: 25 }),
    },
    classifying: { loss: withSignatures(triplet, { weight: 0.1 }) },
    random: { loss: triplet },
  },
  claim: { better: 'mined', than: 'random', on: 'R@1' },
});
