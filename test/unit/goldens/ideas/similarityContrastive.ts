import { similarityContrastive } from '../../../../src/lab/losses/similarityContrastive';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  paper_xbm_contrastive: (x, y, p) => similarityContrastive(x, y, { lambda: p['margin'] }),
};
