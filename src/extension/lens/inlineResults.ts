import type * as vscode from 'vscode';
import { fileHash } from '../../runs/fileHash';
import type { Outlines } from '../editor/outlines';
import { experimentScores } from '../runs/experimentScores';
import type { ExperimentScores } from '../runs/experimentScores';
import type { RunStore, StoredRun } from '../runs/runStore';

/** What the runs of a document's experiment say of it as it stands in the editor. */
export interface DocumentResults {
  readonly scores: ExperimentScores;
  /** The runs that go on. */
  readonly running: readonly StoredRun[];
}

interface Known {
  readonly version: number;
  readonly runs: readonly StoredRun[];
  readonly results: DocumentResults;
}

/** The results of open experiments, worked out again only for another text or other runs. */
export class InlineResults {
  private readonly known = new WeakMap<vscode.TextDocument, Known>();

  constructor(
    private readonly runs: RunStore,
    private readonly outlines: Outlines,
  ) {}

  /** @returns null where the document holds no experiment, or nothing of it has run */
  of(document: vscode.TextDocument): DocumentResults | null {
    const runs = this.runs.ofExperiment(document.uri.toString());
    if (runs.length === 0 || !this.outlines.of(document).experiment) return null;
    const known = this.known.get(document);
    if (known?.version === document.version && known.runs === runs) return known.results;
    const scores = experimentScores(
      runs.map(({ run }) => run),
      fileHash(document.getText()),
    );
    const results = { scores, running: runs.filter(({ row }) => row.state === 'running') };
    this.known.set(document, { version: document.version, runs, results });
    return results;
  }
}
