import * as vscode from 'vscode';
import { commandUri } from '../commands';
import { Disposable } from '../disposable';
import type { PaperStore } from '../papers/paperStore';
import { codeDocuments } from './outlines';
import type { Outlines } from './outlines';

/** Papers' ids in experiments and comments, as links to what the library and the summary say of them. */
export class PaperLinks extends Disposable implements vscode.DocumentLinkProvider {
  constructor(
    private readonly papers: PaperStore,
    private readonly outlines: Outlines,
  ) {
    super();
  }

  register(): void {
    this.track(vscode.languages.registerDocumentLinkProvider(codeDocuments, this));
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const mentions = this.outlines.of(document).papers;
    if (mentions.length === 0) return [];
    const known = await this.papers.known();
    return mentions.flatMap(({ id, start, end }) => {
      if (!known.has(id)) return [];
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      const link = new vscode.DocumentLink(range, commandUri('metricLab.openPaperPage', { paperId: id }));
      // The editor renders it as Markdown that may call commands: nothing of the paper's own stands there.
      link.tooltip = vscode.l10n.t('Open Paper');
      return [link];
    });
  }
}
