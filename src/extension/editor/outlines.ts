import type * as vscode from 'vscode';
import { noOutline, outlineOf } from './outline';
import type { Outline } from './outline';

/** A text longer than that is no experiment that somebody wrote. */
const mostCharacters = 500_000;

/** The languages and places in which experiments and inserted ideas stand. */
export const codeDocuments: vscode.DocumentFilter[] = ['typescript', 'javascript'].flatMap((language) =>
  ['file', 'untitled', 'vscode-vfs'].map((scheme) => ({ language, scheme })),
);

/** What stands in the open documents, read once for each version. */
export class Outlines {
  private readonly known = new WeakMap<vscode.TextDocument, { version: number; outline: Outline }>();

  of(document: vscode.TextDocument): Outline {
    const known = this.known.get(document);
    if (known?.version === document.version) return known.outline;
    const text = document.getText();
    const outline = text.length > mostCharacters ? noOutline : outlineOf(text);
    this.known.set(document, { version: document.version, outline });
    return outline;
  }
}
