import { contrastive, variants } from '../../../../src/lab/losses/contrastive';
import { zeroMean } from '../../../../src/lab/regularizers/zeroMean';
import type { GoldenCase, Params } from '../../../support/goldenIdea';

/** The linear form, of terms above 0. Their cosine margins are similarities, ours are distances, 1 - similarity. */
const linear = { power: 1, reduction: 'nonzero' } as const;
const margins = (p: Params) => ({ positiveMargin: p['pos_margin'], negativeMargin: p['neg_margin'] });
const cosineMargins = (p: Params) => ({
  positiveMargin: 1 - p['pos_margin']!,
  negativeMargin: 1 - p['neg_margin']!,
});

export const goldens: Record<string, GoldenCase> = {
  paper_contrastive: (x, y, p) => contrastive(x, y, { negativeMargin: p['margin'] }),
  contrastive: (x, y, p) => contrastive(x, y, { ...linear, ...margins(p) }),
  contrastive_raw_mean: (x, y, p) =>
    contrastive(x, y, { power: 1, ...margins(p), normalise: false, reduction: 'apart' }),
  contrastive_cos: (x, y, p) => contrastive(x, y, { ...linear, distance: 'cosine', ...cosineMargins(p) }),
  contrastive_sq: (x, y, p) => contrastive(x, y, { ...linear, distance: 'squaredEuclidean', ...margins(p) }),
  snr_contrastive: (x, y, p) => contrastive(x, y, { ...linear, distance: 'signalToNoise', ...margins(p) }),
  snr_contrastive_raw_reg: (x, y, p) =>
    contrastive(x, y, { ...variants.signalToNoise, reduction: 'nonzero', ...margins(p) }).add(
      zeroMean(x).mul(0.1),
    ),
};

export const left = {
  contrastive_peranchor: 'a reduction of no paper: mean by anchor of the pairs above 0',
};

export const undecided = {
  'contrastive zero_row':
    'a row of zeros has distance 1 from every unit vector, and 1 is the margin: the slope there is that of a kink',
};
