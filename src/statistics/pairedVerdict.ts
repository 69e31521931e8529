import { pairScores, seedsForPairs, type Replicate, type ReplicateScore } from './pairedScores';
import { verdict, type Verdict } from './verdict';

/** What the runs of two variants say of a claim. */
export interface PairedVerdict extends Verdict {
  /** The seeds and folds compared. */
  readonly replicates: readonly Replicate[];
  /** Scores of either side that lack a partner. */
  readonly unpaired: number;
  /** Seeds, each with as many folds as were seen, that would decide it; null where it is decided or not foreseeable. */
  readonly seedsToDecide: number | null;
}

/**
 * Compares two variants over the seeds and folds that both ran with; larger is better.
 * @returns null where there are none
 */
export function pairedVerdict(
  better: readonly ReplicateScore[],
  than: readonly ReplicateScore[],
): PairedVerdict | null {
  const paired = pairScores(better, than);
  const found = verdict(paired.better, paired.than);
  if (!found) return null;
  const { replicates, unpaired } = paired;
  const seedsToDecide = found.pairsToDecide === null ? null : seedsForPairs(found.pairsToDecide, replicates);
  return { ...found, replicates, unpaired, seedsToDecide };
}
