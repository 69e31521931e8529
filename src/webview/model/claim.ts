import type { RunClaim } from '../../protocol/run';
import { verdict, type Verdict } from '../../statistics/verdict';
import { replicateOf, type Group } from './groups';

/** What the runs say of a claim. */
export interface ClaimVerdict {
  readonly claim: RunClaim;
  readonly verdict: Verdict;
  /** The runs compared, of the variant that is said to be better. */
  readonly group: Group;
}

/**
 * The claim held against the newest runs of both its variants on the same data, network and budget, pair by pair.
 * @returns null where no seed ran with both
 */
export function judge(claim: RunClaim, groups: readonly Group[]): ClaimVerdict | null {
  const scored = groups.filter((group) => group.scored.length > 0 && !group.oracle);
  for (const group of scored.filter(({ variant }) => variant === claim.better)) {
    const rivals = scored.filter(
      (other) => other.variant === claim.than && other.experiment === group.experiment,
    );
    for (const rival of rivals) {
      const found = paired(group, rival, claim.on);
      if (found) return { claim, verdict: found, group };
    }
  }
  return null;
}

/** One group's scores less another's, over the seeds and folds that both ran with; null where there are none. */
export function paired(group: Group, other: Group, metric: string): Verdict | null {
  const theirs = new Map(other.scored.map((row) => [replicateOf(row), row.test?.[metric]]));
  const pairs = group.scored.flatMap((row) => {
    const ours = row.test?.[metric];
    const their = theirs.get(replicateOf(row));
    return isFiniteNumber(ours) && isFiniteNumber(their) ? [[ours, their] as const] : [];
  });
  return verdict(
    pairs.map(([ours]) => ours),
    pairs.map(([, their]) => their),
  );
}

function isFiniteNumber(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}
