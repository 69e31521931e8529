import * as vscode from 'vscode';
import type { FromResults, ResultsState } from '../../protocol/results';
import { Disposable } from '../disposable';
import type { ExperimentFiles } from '../experiments/experimentFiles';
import { resultsPanelType } from '../ids';
import { outlineOf } from '../editor/outline';
import type { Log } from '../log';
import { Page } from '../pages/page';
import type { PageContent } from '../pages/page';
import type { Paper } from '../papers/paper';
import type { PaperPages } from '../papers/paperPages';
import type { PaperStore } from '../papers/paperStore';
import type { RunStore, StoredRun } from '../runs/runStore';
import { parseMessage } from './parseMessage';
import { resultsState } from './resultsState';
import type { Subject } from './resultsState';

/** Newest runs whose curves are drawn; more lines than these tell nothing. */
const mostCurves = 40;
const subjectKey = 'results.subject';

/** The results view, about one paper or experiment at a time. */
export class ResultsPanel extends Disposable implements PageContent<ResultsState, FromResults> {
  readonly name = 'results';
  readonly panelType = resultsPanelType;
  readonly emptyTitle = vscode.l10n.t('Results');
  readonly parse = parseMessage;
  private readonly page: Page<ResultsState, FromResults>;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly papers: PaperStore,
    private readonly pages: PaperPages,
    private readonly runs: RunStore,
    private readonly experiments: ExperimentFiles,
    log: Log,
  ) {
    super();
    this.page = this.track(new Page(context.extensionUri, this, log));
  }

  register(): void {
    this.page.register();
    const refresh = () => this.page.refresh();
    this.track(this.runs.onDidChange(refresh));
    this.track(this.papers.onDidChange(refresh));
    this.track(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
  }

  async show(subject: Subject): Promise<void> {
    await this.context.workspaceState.update(subjectKey, subject);
    this.page.show();
  }

  title(state: ResultsState): string {
    return vscode.l10n.t('Results: {0}', state.title);
  }

  async answer(message: FromResults): Promise<void> {
    switch (message.type) {
      case 'run':
        return this.run(message.variant);
      case 'stop':
        return vscode.commands.executeCommand('metricLab.stop', { runId: message.runId });
      case 'openExperiment':
        return this.openExperiment();
      case 'openRunFolder':
        return this.openRunFolder(message.runId);
    }
  }

  /** All that the page shows. */
  async state(): Promise<ResultsState> {
    const stored = this.storedRuns();
    const experiment = await this.experimentFile();
    const paper = await this.paper(stored, experiment);
    const curves = await Promise.all(stored.slice(0, mostCurves).map((run) => this.runs.curve(run)));
    const file = experiment && vscode.workspace.asRelativePath(experiment, false);
    return resultsState({
      title: paper?.title ?? file ?? vscode.l10n.t('All runs'),
      paper,
      notes: paper && (await this.pages.notes(paper)),
      rows: stored.map(({ row }) => row),
      curves,
      claim: stored[0]?.run.record?.experiment.claim ?? null,
      canRun: vscode.workspace.isTrusted,
      experiment: file,
    });
  }

  /** Kept by the editor, so that a page which comes back is about the same. */
  private get subject(): Subject | null {
    return this.context.workspaceState.get<Subject>(subjectKey) ?? null;
  }

  private async run(variant: string | null): Promise<void> {
    const experiment = await this.writtenExperiment();
    const target = experiment && { experiment: experiment.toString(), ...(variant !== null && { variant }) };
    if (target) await vscode.commands.executeCommand('metricLab.runExperiment', target);
  }

  private async openExperiment(): Promise<void> {
    const file = await this.writtenExperiment();
    if (file) await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One });
  }

  private async openRunFolder(runId: string): Promise<void> {
    const stored = this.runs.find(runId);
    if (!stored) return;
    const record = vscode.Uri.joinPath(vscode.Uri.file(stored.run.folder), 'run.json');
    await vscode.commands.executeCommand('revealInExplorer', record);
  }

  private storedRuns(): readonly StoredRun[] {
    const { subject } = this;
    if (!subject) return this.runs.runs;
    if ('paperId' in subject) return this.runs.ofPaper(subject.paperId);
    return this.runs.ofExperiment(subject.experiment);
  }

  /** The file that Run starts, written first where it is still in the library alone. */
  private async writtenExperiment(): Promise<vscode.Uri | null> {
    const { subject } = this;
    if (!subject || !('paperId' in subject)) return this.experimentFile();
    const planned = await this.experiments.planned(await this.papers.paper(subject.paperId));
    return planned ? this.experiments.forPaper(subject.paperId) : this.experimentFile();
  }

  /** The file that Run starts: the subject itself, the paper's own experiment, or that of its newest run. */
  private async experimentFile(): Promise<vscode.Uri | null> {
    const { subject } = this;
    if (!subject) return null;
    if ('experiment' in subject) return vscode.Uri.parse(subject.experiment, true);
    const own = await this.experiments.planned(await this.papers.paper(subject.paperId));
    const [newest] = this.storedRuns();
    return own ?? newest?.experiment ?? null;
  }

  private async paper(stored: readonly StoredRun[], experiment: vscode.Uri | null): Promise<Paper | null> {
    const { subject } = this;
    if (!subject) return null;
    if ('paperId' in subject) return this.papers.paper(subject.paperId);
    const id = stored[0]?.row.paper ?? (experiment && (await paperNamedIn(experiment)));
    return id ? this.papers.paper(id).catch(() => null) : null;
  }
}

/** The paper that an experiment's file names; null where it names none or cannot be read. */
async function paperNamedIn(experiment: vscode.Uri): Promise<string | null> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(experiment));
    return outlineOf(text).experiment?.paper ?? null;
  } catch {
    return null;
  }
}
