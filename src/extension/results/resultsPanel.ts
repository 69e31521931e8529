import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { protocolVersion } from '../../protocol/results';
import type { FromPage, ResultsState, ToPage } from '../../protocol/results';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import type { ExperimentFiles } from '../experiments/experimentFiles';
import { resultsPanelType } from '../ids';
import { lensPlaces } from '../lens/lensPlaces';
import type { Log } from '../log';
import { webAddress } from '../markdownText';
import type { Paper } from '../papers/paper';
import type { PaperPages } from '../papers/paperPages';
import type { PaperStore } from '../papers/paperStore';
import type { RunStore, StoredRun } from '../runs/runStore';
import { pageHtml } from './pageHtml';
import { parseMessage } from './parseMessage';
import { resultsState } from './resultsState';
import type { Subject } from './resultsState';

/** Newest runs whose curves are drawn; more lines than these tell nothing. */
const mostCurves = 40;
const subjectKey = 'results.subject';

/** The results view. One panel, about one paper or experiment at a time; it comes back after a reload. */
export class ResultsPanel extends Disposable implements vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | null = null;
  /** True from the page's `ready` until it is hidden or closed. */
  private listening = false;
  private subject: Subject | null = null;
  private readonly sendSoon = this.track(new Debounced(() => this.send(), 100));

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly papers: PaperStore,
    private readonly pages: PaperPages,
    private readonly runs: RunStore,
    private readonly experiments: ExperimentFiles,
    private readonly log: Log,
  ) {
    super();
  }

  register(): void {
    this.track(vscode.window.registerWebviewPanelSerializer(resultsPanelType, this));
    const trigger = () => this.sendSoon.trigger();
    this.track(this.runs.onDidChange(trigger));
    this.track(this.papers.onDidChange(trigger));
    this.track(vscode.workspace.onDidGrantWorkspaceTrust(trigger));
    this.track({ dispose: () => this.panel?.dispose() });
  }

  async show(subject: Subject): Promise<void> {
    this.subject = subject;
    await this.context.workspaceState.update(subjectKey, subject);
    if (this.panel) {
      this.panel.reveal();
      this.sendSoon.trigger();
      return;
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(resultsPanelType, vscode.l10n.t('Results'), column);
    this.adopt(panel);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.subject = this.context.workspaceState.get<Subject>(subjectKey) ?? null;
    this.panel?.dispose();
    this.adopt(panel);
    return Promise.resolve();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.listening = false;
    const { webview } = panel;
    const folder = vscode.Uri.joinPath(this.context.extensionUri, 'dist', 'webview');
    const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    const icon = (name: string) => vscode.Uri.joinPath(this.context.extensionUri, 'media', name);
    panel.iconPath = { light: icon('results-light.svg'), dark: icon('results-dark.svg') };
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    webview.onDidReceiveMessage((message) => this.receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden page is gone: when it is shown again, a new one says `ready`.
      if (!panel.visible) this.listening = false;
    });
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = null;
    });
    webview.html = pageHtml({
      cspSource: webview.cspSource,
      script: file('results.js'),
      style: file('results.css'),
      nonce: randomBytes(16).toString('base64'),
      title: panel.title,
    });
  }

  private receive(raw: unknown): void {
    const message = parseMessage(raw);
    if (!message) {
      this.log.warn('The results page sent a message that is not in the protocol.');
      return;
    }
    this.answer(message).catch((error: unknown) => this.log.report(error, `results page, ${message.type}`));
  }

  private async answer(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.listening = true;
        return this.send();
      case 'run':
        return this.run(message.variant);
      case 'stop':
        return vscode.commands.executeCommand('metricLab.stop', { runId: message.runId });
      case 'openExperiment':
        return this.openExperiment();
      case 'openRunFolder':
        return this.openRunFolder(message.runId);
      case 'openLink':
        return openLink(message.url);
      default:
        return unreachable(message);
    }
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

  private async send(): Promise<void> {
    const { panel } = this;
    if (!panel || !this.listening) return;
    let message: ToPage;
    try {
      message = { type: 'state', protocol: protocolVersion, state: await this.state() };
    } catch (error) {
      message = { type: 'error', message: error instanceof Error ? error.message : String(error) };
    }
    if (message.type === 'state') panel.title = vscode.l10n.t('Results: {0}', message.state.title);
    await panel.webview.postMessage(message);
  }

  private async state(): Promise<ResultsState> {
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
      canRun: vscode.workspace.isTrusted,
      experiment: file,
    });
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
    if (!this.subject) return null;
    if ('experiment' in this.subject) return vscode.Uri.parse(this.subject.experiment, true);
    const own = await this.experiments.planned(await this.papers.paper(this.subject.paperId));
    const [newest] = this.storedRuns();
    return own ?? newest?.experiment ?? null;
  }

  private async paper(stored: readonly StoredRun[], experiment: vscode.Uri | null): Promise<Paper | null> {
    if (!this.subject) return null;
    if ('paperId' in this.subject) return this.papers.paper(this.subject.paperId);
    const id = stored[0]?.row.paper ?? (experiment && (await paperNamedIn(experiment)));
    return id ? this.papers.paper(id).catch(() => null) : null;
  }
}

/** The paper that an experiment's file names; null where it names none or cannot be read. */
async function paperNamedIn(experiment: vscode.Uri): Promise<string | null> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(experiment));
    return lensPlaces(text).find(({ kind }) => kind === 'experiment')?.paper ?? null;
  } catch {
    return null;
  }
}

async function openLink(url: string): Promise<void> {
  const address = webAddress(url);
  if (address) await vscode.env.openExternal(vscode.Uri.parse(address, true));
}

function unreachable(message: never): never {
  throw new Error(`Not handled: ${JSON.stringify(message)}`);
}
