import { percent } from '../runs/standing';
import type { Standing } from '../runs/standing';

/** `R@1 71.1 (3 seeds)`, `running 62%`; null where there is nothing to say. */
export function standingText({ best, progress }: Standing): string | null {
  if (progress !== null) return `$(sync~spin) running ${Math.floor(100 * progress)}%`;
  if (!best) return null;
  return `R@1 ${percent(best.recallAt1)} (${best.seeds === 1 ? '1 seed' : `${best.seeds} seeds`})`;
}
