import type { Tensor, Tensor2D } from '../../../../src/lab/core/tf';
import { softTriple } from '../../../../src/lab/losses/softTriple';
import type { GoldenCase, Params } from '../../../support/goldenIdea';

/** Their centres stand in columns, ours in rows. */
const centres = (w: Readonly<Record<string, Tensor>>) => w['fc']!.transpose<Tensor2D>();
const settings = (p: Params) => ({
  lambda: p['la'],
  gamma: p['gamma'],
  delta: p['margin'],
  centres: p['K'] ?? p['centers_per_class'] ?? 3,
  tau: p['tau'] ?? 0,
});

export const goldens: Record<string, GoldenCase> = {
  soft_triple: (x, y, p, w) => softTriple(x, y, centres(w), settings(p)),
  soft_triple_reg: (x, y, p, w) => softTriple(x, y, centres(w), { ...settings(p), epsilon: 0 }),
  paper_soft_triple: (x, y, p, w) => softTriple(x, y, centres(w), settings(p)),
};
