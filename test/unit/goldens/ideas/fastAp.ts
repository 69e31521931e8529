import { fastAp } from '../../../../src/lab/losses/fastAp';
import type { GoldenCase } from '../../../support/goldenIdea';

const compute: GoldenCase = (x, y, p) => fastAp(x, y, { bins: p['num_bins'] });

export const goldens: Record<string, GoldenCase> = { fastap: compute, fastap_25: compute };
