import { multiSimilarity } from '../../../../src/lab/losses/multiSimilarity';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  multi_similarity: (x, y, p) =>
    multiSimilarity(x, y, { alpha: p['alpha'], beta: p['beta'], lambda: p['base'], epsilon: null }),
  multi_similarity_mined: (x, y, p) =>
    multiSimilarity(x, y, { alpha: p['alpha'], beta: p['beta'], lambda: p['base'], epsilon: 0.1 }),
  paper_multi_similarity: (x, y, p) =>
    multiSimilarity(x, y, { alpha: p['alpha'], beta: p['beta'], lambda: p['lam'], epsilon: p['eps'] }),
};

export const left = {
  snr_multi_similarity: 'signal-to-noise distances under this loss: no paper here has them',
};
