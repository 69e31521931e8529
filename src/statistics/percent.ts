/** What is printed in percent, and how. */
import type { SampleSummary } from './inference/summarise';

/** Shares of a whole, which the field prints in percent. */
const shares = /^(R@\d+|MAP@(R|\d+)|R-Precision|NMI|AMI|ARI|F1|MRR|mAP|CMC@\d+)$/;

/** Whether a score is a share of a whole, 0 to 1; the others say how embeddings lie, each in its own unit. */
export function isShare(metric: string): boolean {
  return shares.test(metric);
}

/** A fraction of 1 in percent with one decimal, without the sign: 0.7106 gives `71.1`. */
export function percent(fraction: number): string {
  return (100 * fraction).toFixed(1);
}

/** `71.1 ± 1.1`, half the 95 % interval; `71.1` for one run. */
export function meanInPercent({ mean, interval }: Pick<SampleSummary, 'mean' | 'interval'>): string {
  return interval ? `${percent(mean)} ± ${percent(interval[1] - mean)}` : percent(mean);
}
