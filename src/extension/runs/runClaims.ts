import type { RunClaim } from '../../protocol/run';
import type { PairedVerdict } from '../../statistics/pairedVerdict';
import { experimentScores, type ExperimentScores, type RecordedRun } from './experimentScores';
import type { EntryNode, SeedsNode, SweepNode } from './runsTree';

/** What a claim is judged by. */
interface Runs {
  find(runId: string): Stored | undefined;
  ofSweep(id: string): readonly Stored[];
  ofExperiment(file: string): readonly Stored[];
}

interface Stored {
  readonly run: RecordedRun;
}

export interface JudgedClaim {
  readonly claim: RunClaim;
  readonly verdict: PairedVerdict;
}

/** What runs say of their experiment's claim, for the rows that show it: a sweep's, and that of the better variant's seeds. */
export class RunClaims {
  private readonly known = new Map<string, ExperimentScores>();

  constructor(private readonly runs: Runs) {}

  /** Forgets what earlier runs said. */
  clear(): void {
    this.known.clear();
  }

  /** @returns null for a row that says nothing of a claim, or where its runs cannot be compared yet */
  of(node: EntryNode): JudgedClaim | null {
    if (node.kind === 'sweep') return this.ofSweep(node);
    return node.kind === 'seeds' ? this.ofSeeds(node) : null;
  }

  private ofSweep({ id, sweepId }: SweepNode): JudgedClaim | null {
    const runs = this.runs.ofSweep(sweepId);
    return judged(this.scores(id, runs, runs[0]?.run.record?.experiment.fileHash, true));
  }

  private ofSeeds({ runIds, experiment }: SeedsNode): JudgedClaim | null {
    const record = this.runs.find(runIds[0]!)?.run.record;
    if (!record || record.experiment.claim?.better !== record.variant) return null;
    const { fileHash } = record.experiment;
    const scores = this.scores(`${experiment}\n${fileHash}`, this.runs.ofExperiment(experiment), fileHash);
    // Others may have taken their place: newer ones, or of other settings.
    const counted = scores.variants.get(record.variant)?.runs ?? [];
    return counted.some((run) => run.record === record) ? judged(scores) : null;
  }

  /** @param fileHash of the experiment as those that it is about have run it; absent in records of early versions */
  private scores(
    key: string,
    runs: readonly Stored[],
    fileHash: string | undefined,
    searched = false,
  ): ExperimentScores {
    const known = this.known.get(key);
    if (known) return known;
    const scores = experimentScores(
      runs.map(({ run }) => run),
      fileHash ?? '',
      { searched },
    );
    this.known.set(key, scores);
    return scores;
  }
}

const judged = ({ claim, verdict }: ExperimentScores) => (claim && verdict ? { claim, verdict } : null);
