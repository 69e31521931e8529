import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import type { Catalogue } from '../ideas/catalogue';
import { insertion } from '../ideas/insertIdea';
import { papersMime } from '../ids';
import { citing } from './citing';
import type { Paper } from './paper';
import type { PaperStore } from './paperStore';

const code = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'];

/** Dropped into code, a paper inserts its snippet; one without a snippet, and each of several, a comment that cites it. */
export class PaperDrop extends Disposable implements vscode.DocumentDropEditProvider {
  constructor(
    private readonly papers: PaperStore,
    private readonly catalogue: Catalogue,
  ) {
    super();
  }

  register(): void {
    this.track(vscode.languages.registerDocumentDropEditProvider(code, this));
  }

  async provideDocumentDropEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    transfer: vscode.DataTransfer,
  ): Promise<vscode.DocumentDropEdit | undefined> {
    const ids = (await transfer.get(papersMime)?.asString())?.split('\n') ?? [];
    const { byId } = await this.papers.papers();
    const papers = ids.flatMap((id) => byId.get(id) ?? []);
    const [first, ...others] = papers;
    if (!first) return undefined;
    const idea = others.length === 0 ? await this.ideaOf(first) : undefined;
    if (!idea) return new vscode.DocumentDropEdit(`${papers.map(citing.comment).join('\n')}\n`);
    const edit = new vscode.DocumentDropEdit('');
    edit.additionalEdit = insertion(document, position, idea);
    return edit;
  }

  /** The first that the library lists: the paper's own. */
  private async ideaOf({ facts }: Paper) {
    const [id] = facts?.ideas ?? [];
    return id === undefined ? undefined : this.catalogue.idea(id);
  }
}
