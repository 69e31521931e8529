import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { escapeMarkdown } from '../markdownText';
import { byline } from '../papers/hoverCard';
import type { Paper } from '../papers/paper';
import type { PaperStore } from '../papers/paperStore';
import { codeDocuments } from './outlines';
import type { Outlines } from './outlines';

/** Papers' ids where an experiment names its paper, and in comments `// see <id>`; found by words of the title, too. */
export class PaperCompletion extends Disposable implements vscode.CompletionItemProvider {
  constructor(
    private readonly papers: PaperStore,
    private readonly outlines: Outlines,
  ) {
    super();
  }

  register(): void {
    this.track(vscode.languages.registerCompletionItemProvider(codeDocuments, this, "'", '"', ' '));
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const range = this.idAt(document, position);
    if (!range) return [];
    const papers = await this.papers.known();
    return [...papers].map(([id, paper]) => itemOf(id, paper, range));
  }

  /** The id that is being typed. */
  private idAt(document: vscode.TextDocument, position: vscode.Position): vscode.Range | null {
    const before = document.lineAt(position).text.slice(0, position.character);
    const comment = /(?:^|[^:'"`\w])\/\/+[ \t]*see[ \t]+([a-z\d-]*)$/.exec(before)?.[1];
    if (comment !== undefined) {
      const after = document.getWordRangeAtPosition(position, /[a-z\d-]+/)?.end ?? position;
      return new vscode.Range(position.translate(0, -comment.length), after);
    }
    // Most spaces and quotes are typed elsewhere, and need no look at the whole document.
    if (!/['"][^'"]*$/.test(before)) return null;
    const offset = document.offsetAt(position);
    const mention = this.outlines
      .of(document)
      .papers.find(({ form, start, end }) => form === 'property' && start <= offset && offset <= end);
    return mention
      ? new vscode.Range(document.positionAt(mention.start), document.positionAt(mention.end))
      : null;
  }
}

function itemOf(id: string, paper: Paper, range: vscode.Range): vscode.CompletionItem {
  const label = { label: id, description: paper.year === null ? '' : String(paper.year) };
  const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Reference);
  // Not as its detail, which the editor would break within a word.
  const title = `**${escapeMarkdown(paper.title)}**`;
  item.documentation = new vscode.MarkdownString([title, byline(paper)].filter(Boolean).join('\n\n'));
  item.filterText = `${id} ${paper.title}`;
  item.range = range;
  return item;
}
