import { isShare } from '../../statistics/percent';

/** The columns that the table has before any run is scored. */
export const usualMetrics: readonly string[] = ['R@1', 'R@2', 'R@4', 'R@8', 'MAP@R', 'R-Precision'];

/** Recall@K by K, then MAP@R and R-Precision, then what else there is by name; each once. */
export function orderMetrics(names: Iterable<string>): string[] {
  return [...new Set(names)].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en'));
}

/** Whether more of it is better. Of distances and spectra nobody can say: they have no winner. */
export function isHigherBetter(metric: string): boolean {
  return isShare(metric);
}

function rank(name: string): number {
  const recall = /^R@(\d+)$/.exec(name);
  if (recall) return Number(recall[1]);
  if (name === 'MAP@R') return 1e9;
  if (name === 'R-Precision') return 1e9 + 1;
  return 1e9 + 2;
}
