import { nPair } from '../../../../src/lab/losses/nPair';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  npairs: (x, y) => nPair(x, y, { l2: 0, normalise: true }),
  npairs_raw: (x, y) => nPair(x, y, { l2: 0 }),
  snr_npairs: (x, y) => nPair(x, y, { l2: 0, distance: 'signalToNoise' }),
};
