import * as vscode from 'vscode';
import { commandUri } from '../commands';
import type { CommandArguments, CommandId } from '../ids';
import { Disposable } from '../disposable';
import type { Catalogue } from '../ideas/catalogue';
import { ideaCard, originOf } from '../ideas/ideaCard';
import type { InlineResults } from '../lens/inlineResults';
import { standingText, variantText } from '../lens/lensText';
import { variantTable } from '../lens/variantTable';
import { escapeMarkdown } from '../markdownText';
import { hoverCard } from '../papers/hoverCard';
import type { PaperStore } from '../papers/paperStore';
import { leading } from '../runs/experimentScores';
import type { RunStore } from '../runs/runStore';
import { readSetting } from '../settings';
import { findIdea, variantsWith } from './findIdea';
import type { IdeaUse } from './outline';
import { codeDocuments } from './outlines';
import type { Outlines } from './outlines';
import type { Span } from './syntax';

/** All that a hover may call: nothing that a document says is ever run. */
const enabledCommands: readonly CommandId[] = [
  'metricLab.openPaperPage',
  'metricLab.insertSnippet',
  'metricLab.showResults',
];

/** Cards on ideas of the lab and on papers, and a variant's results. */
export class Hovers extends Disposable implements vscode.HoverProvider {
  constructor(
    private readonly papers: PaperStore,
    private readonly catalogue: Catalogue,
    private readonly runs: RunStore,
    private readonly outlines: Outlines,
    private readonly results: InlineResults,
  ) {
    super();
  }

  register(): void {
    this.track(vscode.languages.registerHoverProvider(codeDocuments, this));
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | null> {
    if (!readSetting('metricLab.hover.enabled', document.uri)) return null;
    const offset = document.offsetAt(position);
    const at = ({ start, end }: Span) => start <= offset && offset <= end;
    const { papers, uses, experiment } = this.outlines.of(document);
    const mention = papers.find(at);
    const use = uses.find(at);
    const variant = experiment?.variants.find(({ key }) => at(key));
    const card = mention
      ? await this.paperCard(mention.id)
      : use
        ? await this.ideaCard(document, use)
        : variant && this.variantCard(document, variant.name);
    if (!card) return null;
    const { start, end } = mention ?? use ?? variant!.key;
    const markdown = new vscode.MarkdownString(card);
    markdown.isTrusted = { enabledCommands };
    return new vscode.Hover(markdown, new vscode.Range(document.positionAt(start), document.positionAt(end)));
  }

  private async paperCard(paperId: string): Promise<string | null> {
    const paper = (await this.papers.known()).get(paperId);
    if (!paper) return null;
    return [hoverCard(paper, this.runs.standingOfPaper(paperId)), paperLinks(paperId)].join('\n\n');
  }

  private async ideaCard(document: vscode.TextDocument, use: IdeaUse): Promise<string | null> {
    const idea = findIdea(use, await this.catalogue.ideas());
    if (!idea) return null;
    const [papers, goldens] = await Promise.all([this.papers.known(), this.catalogue.goldens()]);
    const origin = originOf(idea, (id) => papers.get(id)?.title ?? id);
    const here = Object.fromEntries(use.settings.map(({ name, value }) => [name, value]));
    const links = [
      this.bestResult(document, use, idea.paper?.id ?? null),
      idea.paper ? paperLinks(idea.paper.id) : '',
      commandMarkdown(vscode.l10n.t('Insert Snippet'), 'metricLab.insertSnippet', { ideaId: idea.id }),
    ];
    // A hover is low: what can be done comes before what has to be scrolled to.
    return `${joined(links)}\n\n${ideaCard(idea, origin, goldens[idea.id], here)}`;
  }

  /** Of this document's variants that use an idea; else of its paper's experiments. */
  private bestResult(document: vscode.TextDocument, use: IdeaUse, paperId: string | null): string {
    const scores = this.results.of(document)?.scores;
    const best = scores && leading(scores, variantsWith(this.outlines.of(document), use));
    const own = best && variantText(best);
    if (own)
      return `${vscode.l10n.t('Result here')}: **${escapeMarkdown(own)}**, ${escapeMarkdown(best.variant)}`;
    const elsewhere = paperId && standingText(this.runs.standingOfPaper(paperId));
    return elsewhere ? `${vscode.l10n.t('Best result')}: **${escapeMarkdown(elsewhere)}**` : '';
  }

  private variantCard(document: vscode.TextDocument, variant: string): string | null {
    const scores = this.results.of(document)?.scores.variants.get(variant);
    if (!scores) return null;
    const target = { experiment: document.uri.toString() };
    const results = commandMarkdown(vscode.l10n.t('Results'), 'metricLab.showResults', target);
    return [variantTable(scores), results].join('\n\n');
  }
}

const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ');

function paperLinks(paperId: string): string {
  return joined([
    commandMarkdown(vscode.l10n.t('Open Paper'), 'metricLab.openPaperPage', { paperId }),
    commandMarkdown(vscode.l10n.t('Results'), 'metricLab.showResults', { paperId }),
  ]);
}

function commandMarkdown<Id extends CommandId>(title: string, id: Id, ...args: CommandArguments[Id]): string {
  return `[${escapeMarkdown(title)}](${commandUri(id, ...args).toString()})`;
}
