import { angular } from '../../../../src/lab/losses/angular';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  angular: (x, y, p) => angular(x, y, { alpha: p['alpha_deg'], normaliseNegatives: false }),
};
