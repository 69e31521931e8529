import { replicateKey, type Replicate } from './pairedScores';

/** Which replicate a run is, and what it saw. */
export interface SeenReplicate extends Replicate {
  /** Which classes it saw, as its record's hash has it; undefined in records of early versions. */
  readonly classes: string | undefined;
}

/**
 * Of runs that are otherwise alike those to be averaged: of each seed and fold the newest, and of each fold those alone that saw the
 * classes of its newest run, since its data may have changed between. They keep their order.
 * @param runs newest first
 */
export function newestReplicates<Run>(runs: readonly Run[], of: (run: Run) => SeenReplicate): Run[] {
  const classes = new Map<number | null, string | undefined>();
  const known = new Set<string>();
  return runs.filter((run) => {
    const one = of(run);
    if (!classes.has(one.fold)) classes.set(one.fold, one.classes);
    const key = replicateKey(one);
    if (classes.get(one.fold) !== one.classes || known.has(key)) return false;
    known.add(key);
    return true;
  });
}
