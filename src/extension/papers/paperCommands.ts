import * as vscode from 'vscode';
import type { IdeaEntry } from '../../protocol/idea';
import type { ExperimentFiles } from '../experiments/experimentFiles';
import type { Catalogue } from '../ideas/catalogue';
import { pickIdea } from '../ideas/ideaPicker';
import { insertIdea } from '../ideas/insertIdea';
import { UserError } from '../log';
import type { Place } from '../../literature/mergeSummaries';
import { isIdeaTarget, isPaperTarget, papersOf } from '../targets';
import type { IdeaTarget, PaperSelection, PaperTarget } from '../targets';
import { citing } from './citing';
import type { MyNotes } from './myNotes';
import type { Paper } from './paper';
import { linksTo } from './paperLinks';
import { paperPage } from './paperPages';
import { pickPaper } from './paperPicker';
import type { PaperStore } from './paperStore';
import { summaryLocations, writeSummaryLocations } from './summaryLocations';

/** Made to be changed: the next file that is looked at does not take its place. */
const pinned: vscode.TextDocumentShowOptions = { preview: false };

/** What can be done with a paper. Called without one, each asks which. */
export class PaperCommands {
  constructor(
    private readonly papers: PaperStore,
    private readonly myNotes: MyNotes,
    private readonly catalogue: Catalogue,
    private readonly experiments: ExperimentFiles,
    /** Shows a paper in the Papers view. */
    private readonly reveal: (paperId: string) => Promise<void>,
  ) {}

  /** Shows the papers of other summaries instead. */
  async openSummary(): Promise<void> {
    const files = await askSummaries(vscode.l10n.t('Open Summary'), vscode.l10n.t('Show Papers'));
    if (files) await this.showSummaries(files);
  }

  /** Shows the papers of more summaries besides. */
  async addSummary(): Promise<void> {
    const files = await askSummaries(vscode.l10n.t('Add Summary'), vscode.l10n.t('Add Papers'));
    if (files) await this.showSummaries([...summaryLocations(), ...files]);
  }

  private async showSummaries(files: readonly vscode.Uri[]): Promise<void> {
    await writeSummaryLocations(files);
    await vscode.commands.executeCommand('metricLab.papers.focus');
  }

  /** @returns false where no paper was picked */
  async openNotes(target?: PaperTarget): Promise<boolean> {
    const paper = await this.paperOf(target);
    if (paper) await vscode.commands.executeCommand('markdown.showPreview', paperPage(paper));
    return paper !== undefined;
  }

  async openMyNotes(target?: PaperTarget): Promise<void> {
    const paper = await this.paperOf(target);
    if (paper) await this.myNotes.open(paper);
  }

  async goToSourceLine(target?: PaperTarget): Promise<void> {
    const place = target?.place ?? (await this.placeOf(target));
    if (!place) return;
    const position = new vscode.Position(place.line - 1, 0);
    await vscode.window.showTextDocument(vscode.Uri.parse(place.document, true), {
      selection: new vscode.Range(position, position),
    });
  }

  /** Where a summary names the paper; asks where several do. */
  private async placeOf(target?: PaperTarget): Promise<Place | undefined> {
    const paper = await this.paperOf(target);
    if (!paper) return undefined;
    const [first, ...others] = paper.entries;
    if (!first) throw new UserError(vscode.l10n.t('No summary names "{0}".', paper.title));
    if (others.length === 0) return first;
    const items = paper.entries.map((entry) => ({
      label: vscode.workspace.asRelativePath(vscode.Uri.parse(entry.document, true)),
      description: vscode.l10n.t('line {0}', entry.line),
      entry,
    }));
    return (await vscode.window.showQuickPick(items, { title: paper.title }))?.entry;
  }

  async openOnArxiv(target?: PaperTarget): Promise<void> {
    const paper = await this.paperOf(target);
    if (!paper) return;
    if (!paper.facts?.arxiv)
      throw new UserError(vscode.l10n.t('"{0}" has no arXiv number in the library.', paper.title));
    await openAddress(`https://arxiv.org/abs/${paper.facts.arxiv}`);
  }

  async openPdf(target?: PaperTarget): Promise<void> {
    const paper = await this.paperOf(target);
    if (!paper) return;
    const [pdf] = linksTo('pdf', paper);
    if (!pdf) throw new UserError(vscode.l10n.t('No PDF of "{0}" is known.', paper.title));
    await openAddress(pdf.url);
  }

  async openCode(target?: PaperTarget): Promise<void> {
    const paper = await this.paperOf(target);
    if (!paper) return;
    const code = linksTo('code', paper);
    if (code.length === 0) throw new UserError(vscode.l10n.t('No code of "{0}" is known.', paper.title));
    const items = code.map(({ text, url }) => ({ label: text, description: url, url }));
    const chosen =
      items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title: paper.title });
    if (chosen) await openAddress(chosen.url);
  }

  /** Opens the notes of a paper that is asked for, and shows it in the tree. */
  async goToPaper(): Promise<void> {
    const paper = await pickPaper(this.papers, vscode.l10n.t('Go to Paper'));
    if (!paper) return;
    await this.openNotes({ paperId: paper.id });
    await this.reveal(paper.id);
  }

  /** Copies one paper or several, in the order of the selection. */
  async copy(selection: PaperSelection, form: 'bibtex' | 'text' | 'markdown'): Promise<void> {
    const ids = papersOf(selection);
    const papers =
      ids.length > 0 ? await Promise.all(ids.map((id) => this.papers.paper(id))) : [await this.pick()];
    const cited = papers.flatMap((paper) => (paper ? [citing[form](paper)] : []));
    if (cited.length === 0) return;
    await vscode.env.clipboard.writeText(cited.join('\n'));
    const message =
      cited.length === 1 ? vscode.l10n.t('Copied') : vscode.l10n.t('{0} papers copied', cited.length);
    vscode.window.setStatusBarMessage(message, 3000);
  }

  /** @returns false where no idea was picked */
  async insertSnippet(target?: PaperTarget | IdeaTarget): Promise<boolean> {
    if (isIdeaTarget(target)) {
      const idea = await this.catalogue.idea(target.ideaId);
      if (!idea) throw new UserError(vscode.l10n.t('There is no idea "{0}".', target.ideaId));
      return inserted(idea);
    }
    const paper = await this.paperOf(target);
    if (!paper) return false;
    const ideas = (await this.catalogue.ideas()).filter((idea) => idea.paper?.id === paper.id);
    if (ideas.length === 0) throw new UserError(vscode.l10n.t('"{0}" has no snippet.', paper.title));
    return inserted(await pickIdea(ideas, this.papers, vscode.l10n.t('Insert Snippet')));
  }

  /** @returns false where no idea was picked */
  async insertOfKind(kinds: readonly IdeaEntry['kind'][], title: string): Promise<boolean> {
    const ideas = (await this.catalogue.ideas()).filter(({ kind }) => kinds.includes(kind));
    return inserted(await pickIdea(ideas, this.papers, title));
  }

  /** Opens the paper's experiment, written first where it is missing. */
  async newExperiment(target?: PaperTarget): Promise<void> {
    const paper = await this.paperOf(target);
    if (!paper) return;
    const existing = await this.experiments.existing(paper);
    await vscode.window.showTextDocument(existing ?? (await this.experiments.create(paper)), pinned);
    if (existing) void this.offerAnother(paper, existing);
  }

  private async offerAnother(paper: Paper, existing: vscode.Uri): Promise<void> {
    const another = vscode.l10n.t('Create Another');
    const message = vscode.l10n.t('{0} was there already.', vscode.workspace.asRelativePath(existing));
    if ((await vscode.window.showInformationMessage(message, another)) !== another) return;
    await vscode.window.showTextDocument(await this.experiments.create(paper), pinned);
  }

  /** The paper that is meant, or one that the reader picks. */
  async paperOf(target?: PaperTarget): Promise<Paper | undefined> {
    return isPaperTarget(target) ? this.papers.paper(target.paperId) : this.pick();
  }

  private async pick(): Promise<Paper | undefined> {
    return pickPaper(this.papers, vscode.l10n.t('Paper'));
  }
}

async function openAddress(url: string): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}

async function inserted(idea: IdeaEntry | undefined): Promise<boolean> {
  if (idea) await insertIdea(idea);
  return idea !== undefined;
}

async function askSummaries(title: string, openLabel: string): Promise<vscode.Uri[] | undefined> {
  return vscode.window.showOpenDialog({
    title,
    openLabel,
    canSelectMany: true,
    filters: {
      [vscode.l10n.t('Summaries')]: ['md', 'markdown', 'txt', 'bib'],
      [vscode.l10n.t('All Files')]: ['*'],
    },
  });
}
