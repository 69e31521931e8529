import * as vscode from 'vscode';
import type { FromPaper, PaperPageSnapshot, TableFormat } from '../../protocol/paperPage';
import type { Curve } from '../../protocol/results';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import type { ExperimentFiles } from '../experiments/experimentFiles';
import type { Catalogue } from '../ideas/catalogue';
import { paperPanelType } from '../ids';
import { UserError } from '../log';
import type { Log } from '../log';
import { Page } from '../pages/page';
import type { PageContent } from '../pages/page';
import { saveFile } from '../pages/saveFile';
import type { MyNotes } from '../papers/myNotes';
import type { Paper } from '../papers/paper';
import type { PaperMarks } from '../papers/paperMarks';
import type { PaperPages } from '../papers/paperPages';
import type { PaperStore } from '../papers/paperStore';
import type { CurrentCode } from '../runs/currentCode';
import type { RunStore, StoredRun } from '../runs/runStore';
import { paperPageState } from './paperPageState';
import { parsePaperMessage } from './parsePaperMessage';
import { savePage } from './savePage';

/** Newest runs whose curves are drawn beside their variants. */
const mostCurves = 40;
const subjectKey = 'paper.subject';

/** The page of one paper: all that is known of it, beside what our own runs say. */
export class PaperPanel extends Disposable implements PageContent<PaperPageSnapshot, FromPaper> {
  readonly name = 'paper';
  readonly panelType = paperPanelType;
  readonly emptyTitle = vscode.l10n.t('Paper');
  readonly parse = parsePaperMessage;
  private readonly page: Page<PaperPageSnapshot, FromPaper>;
  /** The runs whose curves the page shows. */
  private drawn: readonly StoredRun[] = [];
  private readonly readCurvesSoon = this.track(new Debounced(() => this.readCurves(), 0));

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly papers: PaperStore,
    private readonly marks: PaperMarks,
    private readonly myNotes: MyNotes,
    private readonly pages: PaperPages,
    private readonly runs: RunStore,
    private readonly code: CurrentCode,
    private readonly catalogue: Catalogue,
    private readonly experiments: ExperimentFiles,
    log: Log,
  ) {
    super();
    this.page = this.track(new Page(context.extensionUri, this, log));
  }

  register(): void {
    this.page.register();
    const refresh = () => this.page.refresh();
    for (const { onDidChange } of [this.papers, this.marks, this.myNotes, this.runs, this.code]) {
      this.track(onDidChange(refresh));
    }
    this.track(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
  }

  async show(paperId: string): Promise<void> {
    // A paper that is not there is refused before the page leaves the one that it shows.
    await this.papers.paper(paperId);
    await this.context.workspaceState.update(subjectKey, paperId);
    this.page.show();
  }

  title({ paper }: PaperPageSnapshot): string {
    return paper.title;
  }

  /** All that the page shows. */
  async state(): Promise<PaperPageSnapshot> {
    const paper = await this.papers.paper(this.subject);
    const runs = this.runs.ofPaper(paper.id);
    const [notes, outcome, ideas, experiment, current] = await Promise.all([
      this.pages.notes(paper),
      this.pages.outcome(paper),
      this.catalogue.ideas(),
      this.experimentOf(paper),
      this.code.of(runs),
      this.marks.load(),
      this.myNotes.load(),
    ]);
    return paperPageState({
      paper,
      notes,
      outcome,
      marks: this.marks.get(paper.id),
      ownNotes: this.myNotes.textOf(paper.id),
      runs,
      curves: this.curvesOf(runs),
      ideas,
      experiment,
      current,
      canRun: vscode.workspace.isTrusted,
    });
  }

  async answer(message: FromPaper): Promise<unknown> {
    switch (message.type) {
      case 'insertIdea':
        return vscode.commands.executeCommand('metricLab.insertSnippet', { ideaId: message.ideaId });
      case 'openPaper':
        return this.show(message.paperId);
      case 'setStatus':
        return this.marks.setStatus([this.subject], message.status);
      case 'setStarred':
        return this.marks.setStarred([this.subject], message.starred);
      case 'copyTable':
        return copyTable(message.format, message.text);
      case 'saveTable':
        return saveTable(this.subject, message.format, message.text);
      case 'savePage':
        return this.savePage(message.html);
      default:
        return vscode.commands.executeCommand(commandOf[message.type], { paperId: this.subject });
    }
  }

  /** Those that were read already: nobody waits for the events of forty runs before there is something to read. */
  private curvesOf(runs: readonly StoredRun[]): Curve[] {
    this.drawn = runs.slice(0, mostCurves);
    const known = this.drawn.map((run) => this.runs.lastCurve(run));
    if (known.some((one) => !one?.isCurrent)) this.readCurvesSoon.trigger();
    return known.flatMap((one) => one?.curve ?? []);
  }

  private async readCurves(): Promise<void> {
    await Promise.all(this.drawn.map((run) => this.runs.curve(run)));
    this.page.refresh();
  }

  private async experimentOf(paper: Paper): Promise<PaperPageSnapshot['experiment']> {
    const planned = await this.experiments.planned(paper);
    const exists = (await this.experiments.existing(paper)) !== null;
    return planned && { file: vscode.workspace.asRelativePath(planned, false), exists };
  }

  private async savePage(html: string): Promise<void> {
    const { id, title } = await this.papers.paper(this.subject);
    await savePage(this.context.extensionUri, { paperId: id, title }, html);
  }

  /** Kept by the editor, so that a page which comes back is about the same paper. */
  private get subject(): string {
    const paperId = this.context.workspaceState.get<string>(subjectKey);
    if (paperId === undefined) throw new UserError(vscode.l10n.t('No paper is chosen yet.'));
    return paperId;
  }
}

/** What is a command of its own, about the paper that is shown. */
const commandOf = {
  run: 'metricLab.runExperiment',
  runSeeds: 'metricLab.runSeeds',
  newExperiment: 'metricLab.newExperiment',
  showResults: 'metricLab.showResults',
  openMyNotes: 'metricLab.openMyNotes',
  copyBibtex: 'metricLab.copyBibtex',
} as const;

async function copyTable(format: TableFormat, text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  const copied = { markdown: vscode.l10n.t('Markdown copied'), latex: vscode.l10n.t('LaTeX copied') };
  vscode.window.setStatusBarMessage(copied[format], 3000);
}

async function saveTable(paperId: string, format: TableFormat, text: string): Promise<void> {
  const kinds = { markdown: ['Markdown', 'md'], latex: ['LaTeX', 'tex'] } as const;
  const [kind, extension] = kinds[format];
  const named = { title: vscode.l10n.t('Save Table'), name: `${paperId}.${extension}`, kind };
  const file = await saveFile(named, text);
  if (file) await vscode.window.showTextDocument(file);
}
