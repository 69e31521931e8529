import type { RunClaim } from '../../protocol/run';
import type { ReplicateScore } from '../../statistics/pairedScores';
import { pairedVerdict, type PairedVerdict } from '../../statistics/pairedVerdict';
import { unpairedTestInWords } from '../../statistics/testsInWords';
import { replicateOf, type Group } from './groups';
import { stableKey } from './stableKey';

/** What the runs say of a claim. */
export interface ClaimVerdict {
  readonly claim: RunClaim;
  readonly verdict: PairedVerdict;
  /** The runs compared, of the variant that is said to be better. */
  readonly group: Group;
  /** Those that they were compared with. */
  readonly rival: Group;
}

/**
 * The claim held against the newest runs of both its variants by the same code on the same data, engine and budget, pair by pair. Runs
 * of the experiment as it is now come first, and of those the ones whose settings nobody searched for.
 * @param groups the newest first; the claim is that of the experiment of the first
 * @returns null where no seed and fold ran with both
 */
export function judge(claim: RunClaim, groups: readonly Group[]): ClaimVerdict | null {
  const rank = ({ stale, trials }: Group) => 2 * Number(stale) + Number(trials !== null);
  const scored = groups
    .filter(({ scored, oracle }) => scored.length > 0 && !oracle)
    .filter(({ experiment }) => experiment === groups[0]!.experiment)
    .sort((a, b) => rank(a) - rank(b));
  for (const group of scored.filter(({ variant }) => variant === claim.better)) {
    const rivals = scored.filter(
      (other) => other.variant === claim.than && protocolOf(other) === protocolOf(group),
    );
    for (const rival of rivals) {
      const found = paired(group, rival, claim.on);
      if (found) return { claim, verdict: found, group, rival };
    }
  }
  return null;
}

/** In what two sides of a claim may not differ. */
function protocolOf({ experiment, rows }: Group): string {
  const { backend, version, codeHash, select, split, config } = rows[0]!;
  const { of, cut } = split?.fold ?? {};
  return stableKey([experiment, backend, version, codeHash, select, of, cut, config.data, config.steps]);
}

/** One group's scores less another's, over the seeds and folds that both ran with; null where there are none. */
export function paired(group: Group, other: Group, metric: string): PairedVerdict | null {
  return pairedVerdict(scoresOf(group, metric), scoresOf(other, metric));
}

/** Of groups that have no pair: what their scores say by themselves; empty where that is nothing. */
export function unpaired(group: Group, other: Group, metric: string): string {
  const values = (one: Group) => scoresOf(one, metric).map(({ score }) => score);
  return unpairedTestInWords(values(group), values(other));
}

function scoresOf({ scored }: Group, metric: string): ReplicateScore[] {
  return scored.flatMap((row) => {
    const score = row.test?.[metric];
    if (score === undefined || !Number.isFinite(score)) return [];
    return [{ ...replicateOf(row), classes: row.split?.hash, score }];
  });
}
