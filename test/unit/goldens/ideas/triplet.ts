import { triplet, variants } from '../../../../src/lab/losses/triplet';
import { zeroMean } from '../../../../src/lab/regularizers/zeroMean';
import type { GoldenCase, Params } from '../../../support/goldenIdea';

/** All triplets by Euclidean distance, of terms above 0. */
const allTriplets = { mining: 'all', distance: 'euclidean', reduction: 'nonzero' } as const;
const margin = (p: Params) => ({ margin: p['margin'] });

export const goldens: Record<string, GoldenCase> = {
  triplet: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p) }),
  'triplet_m0.2_mean': (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), reduction: 'mean' }),
  triplet_sum: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), reduction: 'sum' }),
  triplet_swap: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), swap: true }),
  triplet_smooth: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), smooth: true }),
  triplet_sq: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), distance: 'squaredEuclidean' }),
  triplet_raw: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), normalise: false }),
  triplet_cos: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), distance: 'cosine' }),
  triplet_batchhard: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), mining: 'batchHard' }),
  triplet_semihard: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), mining: 'semiHard' }),
  snr_triplet: (x, y, p) =>
    triplet(x, y, { ...allTriplets, ...margin(p), distance: 'signalToNoise', normalise: false }),
  paper_snr_triplet: (x, y, p) =>
    triplet(x, y, { ...variants.signalToNoise, ...margin(p) }).add(zeroMean(x).mul(p['lam']!)),
};

export const left = {
  triplet_threshold: 'a reduction of no paper: only losses between two thresholds',
  triplet_classweighted: 'a reduction of no paper: a weight for each class',
  triplet_l1: 'L1 distances: no paper here uses them, and they need B x B x D numbers',
};
