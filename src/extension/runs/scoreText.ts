import { l10n } from 'vscode';
import { meanInPercent } from '../../statistics/percent';
import type { SampleSummary } from '../../statistics/inference/summarise';
import { replicatesInWords, type Replicate } from '../../statistics/pairedScores';
import type { PairedVerdict } from '../../statistics/pairedVerdict';

/** `R@1 71.1 ± 1.1 (5)`: mean, half the 95 % interval, and what both are over. */
export function scoreText(metric: string, score: SampleSummary, replicates: readonly Replicate[]): string {
  return `${metric} ${meanInPercent(score)} (${overText(replicates)})`;
}

/** `5` of seeds alone, `5 seeds × 4 folds` where each fold counts as one. */
export function overText(replicates: readonly Replicate[]): string {
  const hasFolds = replicates.some(({ fold }) => fold !== null);
  return hasFolds ? replicatesInWords(replicates) : String(replicates.length);
}

/** `claim supported`, `claim undecided, 8 seeds would decide`. */
export function claimText({ state, seedsToDecide }: Pick<PairedVerdict, 'state' | 'seedsToDecide'>): string {
  if (seedsToDecide !== null)
    return l10n.t('claim {0}, {1} seeds would decide', stateText(state), seedsToDecide);
  return l10n.t('claim {0}', stateText(state));
}

/** How a claim stands, as a word of a sentence. */
export function stateText(state: PairedVerdict['state']): string {
  const texts: Readonly<Record<PairedVerdict['state'], string>> = {
    supported: l10n.t('supported'),
    'not supported': l10n.t('not supported'),
    undecided: l10n.t('undecided'),
  };
  return texts[state];
}
