import type { Metrics } from '../protocol/run';
import { isShare, percent } from '../statistics/percent';

/** `R@1 64.2  R@2 75.9  MAP@R 30.1`: shares in percent; the others are left out. */
export function scoresInWords(metrics: Metrics): string {
  return Object.entries(metrics)
    .filter(([name]) => isShare(name))
    .map(([name, value]) => `${name} ${percent(value)}`)
    .join('  ');
}

/** `6 s`, `2 min 05 s`, `1 h 20 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (number: number) => String(number).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}
