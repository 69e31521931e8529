import { scoreOf } from '../runs/experimentScores';
import type { VariantScores } from '../runs/experimentScores';
import { scoreText } from '../runs/scoreText';
import { percent } from '../../statistics/percent';
import type { Standing } from '../runs/standing';

/** `R@1 71.1 ± 1.1 (5)`, and that it is of an earlier version; null where a variant has no such score. */
export function variantText(scores: VariantScores): string | null {
  const score = scoreOf(scores, 'R@1');
  return score && `${scoreText('R@1', score)}${scores.stale ? ' · of an earlier version' : ''}`;
}

/** `R@1 71.1 (5)`: what experiments elsewhere say of a paper; null where there is nothing to say. */
export function standingText({ best }: Standing): string | null {
  return best && `R@1 ${percent(best.recallAt1)} (${best.seeds})`;
}
