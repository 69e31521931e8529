import { generalisedLifted } from '../../../../src/lab/losses/generalisedLifted';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  generalized_lifted: (x, y, p) =>
    generalisedLifted(x, y, { normalise: true, oneSided: true, margin: p['neg_margin'] }),
};
