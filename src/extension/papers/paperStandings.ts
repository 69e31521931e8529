import * as vscode from 'vscode';
import type { OwnMarks } from '../../protocol/marks';
import type { FileHashes } from '../../protocol/stale';
import { Disposable } from '../disposable';
import type { ExperimentFiles } from '../experiments/experimentFiles';
import type { CurrentCode } from '../runs/currentCode';
import type { RunStore } from '../runs/runStore';
import { isStaleStanding, type Standing } from '../runs/standing';
import type { MyNotes } from './myNotes';
import type { PaperMarks } from './paperMarks';

/** What this workspace adds to a paper: marks, own notes, experiment, results. */
export interface PaperStanding extends Standing {
  readonly marks: OwnMarks;
  readonly myNotes: string | null;
  readonly hasExperiment: boolean;
  /** True where the experiment of its score has changed since. */
  readonly stale: boolean;
}

/** What is known of papers besides what documents and the library say. */
export class PaperStandings extends Disposable {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private withExperiment: ReadonlySet<string> = new Set();
  private current: FileHashes = {};
  /** What the runs said when the change was last announced. */
  private announced = '';

  constructor(
    private readonly marks: PaperMarks,
    private readonly myNotes: MyNotes,
    private readonly runs: RunStore,
    private readonly code: CurrentCode,
    private readonly experiments: ExperimentFiles,
  ) {
    super();
  }

  register(): void {
    this.track(this.marks.onDidChange(() => this.changed.fire()));
    this.track(this.myNotes.onDidChange(() => this.changed.fire()));
    this.track(this.runs.onDidChange(() => this.announceRuns()));
    this.track(this.code.onDidChange(() => this.changed.fire()));
    const watcher = vscode.workspace.createFileSystemWatcher('**/experiments/*.experiment.*', false, true);
    this.track(watcher);
    for (const event of [watcher.onDidCreate, watcher.onDidDelete]) {
      this.track(event(() => this.changed.fire()));
    }
  }

  /** Reads what `of` then knows. */
  async load(): Promise<void> {
    const [withExperiment, current] = await Promise.all([
      this.experiments.ofPapers(),
      this.code.of(this.runs.runs.filter(({ row }) => row.paper !== null)),
      this.marks.load(),
      this.myNotes.load(),
    ]);
    this.withExperiment = withExperiment;
    this.current = current;
  }

  of(paperId: string): PaperStanding {
    const standing = this.runs.standingOfPaper(paperId);
    return {
      ...standing,
      stale: isStaleStanding(standing, this.current),
      marks: this.marksOf(paperId),
      myNotes: this.myNotes.textOf(paperId),
      hasExperiment: this.withExperiment.has(paperId),
    };
  }

  marksOf(paperId: string): OwnMarks {
    return this.marks.get(paperId);
  }

  recallAt1Of(paperId: string): number | null {
    return this.runs.standingOfPaper(paperId).best?.recallAt1 ?? null;
  }

  /** Announces only what would show: a run writes every second. */
  private announceRuns(): void {
    const papers = new Set(this.runs.runs.flatMap(({ row }) => row.paper ?? []));
    const said = [...papers].map((id) => {
      const { best, progress, verdict } = this.of(id);
      return [id, best, progress === null ? null : Math.floor(100 * progress), verdict?.state];
    });
    const announced = JSON.stringify(said);
    if (announced === this.announced) return;
    this.announced = announced;
    this.changed.fire();
  }
}
