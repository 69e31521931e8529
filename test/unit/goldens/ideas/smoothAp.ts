import { smoothAp } from '../../../../src/lab/losses/smoothAp';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  paper_smooth_ap: (x, y, p) => smoothAp(x, y, { temperature: p['temperature'] }),
};
