import { supCon } from '../../../../src/lab/losses/supCon';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  supcon: (x, y, p) => supCon(x, y, { reduction: 'nonzero', oneClass: false, temperature: p['temperature'] }),
};
