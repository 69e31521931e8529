import * as vscode from 'vscode';

/** Remembers what stands in open documents: the editor is asked to draw anew only where it would show something else. */
export class Shown {
  private readonly texts = new WeakMap<vscode.TextDocument, string>();

  remember(document: vscode.TextDocument, what: unknown): void {
    this.texts.set(document, JSON.stringify(what));
  }

  /** @param now what would stand in a document now */
  isOutdated(now: (document: vscode.TextDocument) => unknown): boolean {
    return vscode.workspace.textDocuments.some((document) => {
      const shown = this.texts.get(document);
      return shown !== undefined && shown !== JSON.stringify(now(document));
    });
  }
}
