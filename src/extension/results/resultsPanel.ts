import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { packRows } from '../../protocol/packedRows';
import type { FromResults, ResultsPart, ResultsSnapshot, RunRow } from '../../protocol/results';
import { Disposable } from '../disposable';
import type { ExperimentFiles } from '../experiments/experimentFiles';
import { resultsPanelType } from '../ids';
import type { CommandId } from '../ids';
import { outlineOf } from '../editor/outline';
import type { Log } from '../log';
import { Page } from '../pages/page';
import type { PageContent } from '../pages/page';
import { saveFile } from '../pages/saveFile';
import type { Paper } from '../papers/paper';
import type { PaperPages } from '../papers/paperPages';
import type { PaperStore } from '../papers/paperStore';
import type { CurrentCode } from '../runs/currentCode';
import type { RunStore, StoredRun } from '../runs/runStore';
import { LookedAt } from './lookedAt';
import { parseMessage } from './parseMessage';
import { resultsHead } from './resultsState';
import type { Subject } from './resultsState';
import { TableArrangements } from './tableArrangements';

const subjectKey = 'results.subject';

/** The results view, about one paper or experiment at a time. */
export class ResultsPanel extends Disposable implements PageContent<ResultsSnapshot, FromResults> {
  readonly name = 'results';
  readonly panelType = resultsPanelType;
  readonly emptyTitle = vscode.l10n.t('Results');
  readonly workers = true;
  readonly parse = parseMessage;
  private readonly page: Page<ResultsSnapshot, FromResults, ResultsPart>;
  private readonly lookedAt: LookedAt;
  private readonly arrangements: TableArrangements;
  /** Which runs that are over the page has. */
  private sentVersion: string | null = null;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly papers: PaperStore,
    private readonly pages: PaperPages,
    private readonly runs: RunStore,
    private readonly code: CurrentCode,
    private readonly experiments: ExperimentFiles,
    log: Log,
  ) {
    super();
    this.page = this.track(new Page(context.extensionUri, this, log));
    this.arrangements = new TableArrangements(context.storageUri?.fsPath ?? null);
    const worker = vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview', 'umapWorker.js').fsPath;
    this.lookedAt = new LookedAt(
      runs,
      (part) => this.page.post(part),
      () => readFile(worker, 'utf8'),
    );
  }

  register(): void {
    this.page.register();
    const refresh = () => this.page.refresh();
    this.track(this.runs.onDidChange(refresh));
    this.track(this.runs.onDidChange(() => void this.lookedAt.send()));
    this.track(this.papers.onDidChange(refresh));
    this.track(this.code.onDidChange(refresh));
    this.track(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
  }

  async show(subject: Subject): Promise<void> {
    await this.context.workspaceState.update(subjectKey, subject);
    this.page.show();
  }

  title(state: ResultsSnapshot): string {
    return vscode.l10n.t('Results: {0}', state.title);
  }

  begin(): void {
    this.sentVersion = null;
    this.lookedAt.begin();
  }

  async answer(message: FromResults): Promise<void> {
    switch (message.type) {
      case 'run':
        return this.run('metricLab.runExperiment', message.variant);
      case 'runSeeds':
        return this.run('metricLab.runSeeds', message.variant);
      case 'stop':
        return vscode.commands.executeCommand('metricLab.stop', { runId: message.runId });
      case 'openExperiment':
        return this.openExperiment();
      case 'openRunFolder':
        return this.openRunFolder(message.runId);
      case 'rerun':
        return this.rerun(message.runId);
      case 'looking':
        return this.lookedAt.look(message.at);
      case 'arrange':
        return this.arrangements.change(message.change);
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'save':
        return save(message);
    }
  }

  async state(): Promise<ResultsSnapshot> {
    const stored = this.storedRuns();
    const experiment = await this.experimentFile();
    const paper = await this.paper(stored, experiment);
    const file = experiment && vscode.workspace.asRelativePath(experiment, false);
    const head = resultsHead({
      title: paper?.title ?? file ?? vscode.l10n.t('All runs'),
      paper,
      notes: paper && (await this.pages.notes(paper)),
      claim: stored[0]?.run.record?.experiment.claim ?? null,
      canRun: vscode.workspace.isTrusted,
      experiment: file,
      current: await this.code.of(stored),
      arrangement: await this.arrangements.read(),
    });
    return { ...head, ...this.rows(stored.map(({ row }) => row)) };
  }

  /** The rows, without those that the page has. Not to be awaited between: the next state builds on what was sent. */
  private rows(rows: readonly RunRow[]): Pick<ResultsSnapshot, 'settled' | 'live'> {
    const settled = rows.filter((row) => row.state !== 'running');
    const version = versionOf(settled);
    const known = version === this.sentVersion;
    this.sentVersion = version;
    return {
      settled: { version, rows: known ? null : packRows(settled) },
      live: packRows(rows.filter((row) => row.state === 'running')),
    };
  }

  /** Kept by the editor, so that a page which comes back is about the same. */
  private get subject(): Subject | null {
    return this.context.workspaceState.get<Subject>(subjectKey) ?? null;
  }

  private async run(command: CommandId, variant: string | null): Promise<void> {
    const experiment = await this.writtenExperiment();
    const target = experiment && { experiment: experiment.toString(), ...(variant !== null && { variant }) };
    if (target) await vscode.commands.executeCommand(command, target);
  }

  /** Runs one run's variant and seed again, from the file as it is now. */
  private async rerun(runId: string): Promise<void> {
    const stored = this.runs.find(runId);
    if (!stored) return;
    const { variant, seed } = stored.row;
    const target = { experiment: stored.experiment.toString(), variant, seed };
    await vscode.commands.executeCommand('metricLab.runExperiment', target);
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

/** A table or a chart as a file; a picture comes in base 64. */
async function save({ kind, name, text }: Extract<FromResults, { type: 'save' }>): Promise<void> {
  const named = { title: vscode.l10n.t('Save'), name: `${name}.${kind}`, kind: kind.toUpperCase() };
  await saveFile(named, kind === 'png' ? Buffer.from(text, 'base64') : text);
}

/** Told apart by what can change of a run that is over. */
function versionOf(rows: readonly RunRow[]): string {
  const told = rows.map(({ id, state, step, message, test }) => [id, state, step, message, test !== null]);
  return createHash('sha256').update(JSON.stringify(told)).digest('base64');
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
