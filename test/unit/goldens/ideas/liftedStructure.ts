import { liftedStructure } from '../../../../src/lab/losses/liftedStructure';
import type { GoldenCase, Params } from '../../../support/goldenIdea';

const margin = (p: Params) => ({ margin: p['neg_margin'] });

export const goldens: Record<string, GoldenCase> = {
  lifted_structure: (x, y, p) => liftedStructure(x, y, { normalise: true, ...margin(p) }),
  lifted_structure_raw: (x, y, p) => liftedStructure(x, y, margin(p)),
  snr_lifted: (x, y, p) => liftedStructure(x, y, { distance: 'signalToNoise', ...margin(p) }),
};
