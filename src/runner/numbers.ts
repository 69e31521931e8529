import type { Metrics } from '../protocol/run';
import { isShare, percent } from '../statistics/percent';

/** `R@1 64.2  R@2 75.9  MAP@R 30.1`: shares in percent; the others are left out. */
export function scoresInWords(metrics: Metrics): string {
  return Object.entries(metrics)
    .filter(([name]) => isShare(name))
    .map(([name, value]) => `${name} ${percent(value)}`)
    .join('  ');
}
