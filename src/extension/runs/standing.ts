import type { RunRow } from '../../protocol/results';
import { isStale, type FileHashes } from '../../protocol/stale';
import type { Replicate } from '../../statistics/pairedScores';
import type { PairedVerdict } from '../../statistics/pairedVerdict';
import {
  experimentScores,
  leading,
  replicatesOf,
  scoreOf,
  verdictBeside,
  type RecordedRun,
  type VariantScores,
} from './experimentScores';

/** What the runs of a paper or of an experiment say in one line. */
export interface Standing {
  /** Mean on the test classes; null where no run is finished. */
  readonly best: {
    readonly variant: string;
    readonly recallAt1: number;
    /** What the mean is over. */
    readonly replicates: readonly Replicate[];
  } | null;
  /** The experiment that was scored: its file, and the hash of its own code then, null in early records; null with `best`. */
  readonly scored: { readonly file: string; readonly fileHash: string | null } | null;
  /** What they say of their claim; null where they say nothing yet. */
  readonly verdict: PairedVerdict | null;
  /** Part of the steps done by what runs now, 0 to 1; null where nothing runs. */
  readonly progress: number | null;
}

/** A run, as far as it says how things stand. */
export interface StandingRun {
  readonly run: RecordedRun;
  readonly row: Pick<RunRow, 'state' | 'step' | 'steps' | 'test' | 'selectedOn' | 'search'>;
  /** The experiment's file; compared as text. */
  readonly experiment: { toString(): string };
}

/**
 * Of several experiments the one that was scored last stands for all, by its code as it was then: what else there is was run
 * otherwise, and is averaged with nothing. Of its runs those count that count in the experiment's file (experimentScores.ts).
 * @param runs newest first
 */
export function standingOf(runs: readonly StandingRun[]): Standing {
  const running = runs.filter(({ row }) => row.state === 'running').map(({ row }) => row);
  const newest = runs.find(({ row }) => row.test !== null && row.selectedOn !== 'oracle' && !row.search);
  const own = runs.filter(({ experiment }) => experiment.toString() === newest?.experiment.toString());
  const scores = experimentScores(
    own.map(({ run }) => run),
    newest?.run.record?.experiment.fileHash ?? '',
  );
  const first = leading(scores);
  const score = first && scoreOf(first, 'R@1');
  return {
    best: score && {
      variant: first.variant,
      recallAt1: score.mean,
      replicates: replicatesOf(first),
    },
    scored: score && scoredFile(first),
    verdict: first && verdictBeside(scores, first),
    progress: running.length > 0 ? progressOf(running) : null,
  };
}

function scoredFile({ runs }: VariantScores): Standing['scored'] {
  const { file, fileHash = null } = runs[0]!.record.experiment;
  return { file, fileHash };
}

/** Whether the experiment has changed since it was scored. */
export function isStaleStanding({ scored }: Standing, current: FileHashes): boolean {
  return scored !== null && isStale(scored.file, scored.fileHash, current);
}

/** Part of the steps done by all together, 0 to 1. */
export function progressOf(rows: readonly Pick<RunRow, 'step' | 'steps'>[]): number {
  const steps = rows.reduce((sum, row) => sum + row.steps, 0);
  return steps > 0 ? rows.reduce((sum, row) => sum + row.step, 0) / steps : 0;
}
