import { rankedList } from '../../../../src/lab/losses/rankedList';
import type { GoldenCase, Params } from '../../../support/goldenIdea';

const pml = (p: Params) => ({
  form: 'pml' as const,
  margin: p['margin'],
  alpha: Number.isFinite(p['alpha']) ? p['alpha'] : 1 + p['margin']! / 2,
  negativeTemperature: p['Tn'],
  positiveTemperature: p['Tp'],
  positiveWeight: 1 - p['imbalance']!,
  negativeWeight: p['imbalance'],
});

export const goldens: Record<string, GoldenCase> = {
  ranked_list: (x, y, p) => rankedList(x, y, pml(p)),
  ranked_list_T10: (x, y, p) => rankedList(x, y, pml(p)),
  ranked_list_Tp: (x, y, p) => rankedList(x, y, pml(p)),
  paper_ranked_list: (x, y, p) =>
    rankedList(x, y, {
      alpha: p['alpha'],
      margin: p['margin'],
      negativeTemperature: p['Tn'],
      positiveWeight: 1 - p['lam']!,
      negativeWeight: p['lam'],
    }),
  fehervari_ranked_list: (x, y, p) =>
    rankedList(x, y, {
      form: 'fehervari',
      alpha: p['alpha'],
      margin: p['margin'],
      negativeTemperature: p['T'],
      positiveWeight: 1,
      negativeWeight: 1,
    }),
};
