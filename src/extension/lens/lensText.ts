import { l10n } from 'vscode';
import { replicatesOf, scoreOf } from '../runs/experimentScores';
import type { VariantScores } from '../runs/experimentScores';
import { overText, scoreText } from '../runs/scoreText';
import { percent } from '../../statistics/percent';
import type { Standing } from '../runs/standing';

/** `R@1 71.1 ± 1.1 (5)`, and that it is of an earlier version; null where a variant has no such score. */
export function variantText(scores: VariantScores): string | null {
  const score = scoreOf(scores, 'R@1');
  if (!score) return null;
  const text = scoreText('R@1', score, replicatesOf(scores));
  return scores.stale ? l10n.t('{0} · of an earlier version', text) : text;
}

/** `R@1 71.1 (5)`: what experiments elsewhere say of a paper; null where there is nothing to say. */
export function standingText({ best }: Standing): string | null {
  return best && `R@1 ${percent(best.recallAt1)} (${overText(best.replicates)})`;
}
