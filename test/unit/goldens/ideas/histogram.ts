import { histogram } from '../../../../src/lab/losses/histogram';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  histogram: (x, y, p) => histogram(x, y, { nodes: p['n_bins']! + 1 }),
};
