import * as vscode from 'vscode';
import type { IdeaEntry } from '../../protocol/idea';
import { UserError } from '../log';
import { mergeImports, splitImports } from './imports';
import { insertionPoint } from './insertionPoint';

const javascript = new Set(['javascript', 'javascriptreact']);
const typescript = new Set(['typescript', 'typescriptreact']);

/**
 * Inserts an idea into the active editor as a snippet and adds what it imports, in one step to undo. Without an editor
 * for code a new TypeScript file is opened.
 */
export async function insertIdea(idea: IdeaEntry): Promise<void> {
  const { document, selection } = (await codeEditor()) ?? (await untitledEditor());
  if (!(await vscode.workspace.applyEdit(insertion(document, selection.active, idea)))) {
    throw new UserError(vscode.l10n.t('{0} could not be changed: is it read-only?', document.fileName));
  }
}

/** The edit that inserts an idea near a place, with what it imports. */
export function insertion(
  document: vscode.TextDocument,
  at: vscode.Position,
  idea: IdeaEntry,
): vscode.WorkspaceEdit {
  const text = document.getText();
  const body = javascript.has(document.languageId) ? idea.body.javascript : idea.body.typescript;
  const { names, rest } = splitImports(body);

  const place = insertionPoint(text, document.offsetAt(at));
  const range = (change: { start: number; end: number }) =>
    new vscode.Range(document.positionAt(change.start), document.positionAt(change.end));
  const imported = mergeImports(text, names, rest);
  // Two insertions at one place would have no order: there the import goes into the snippet.
  const together = imported !== null && imported.start >= place.start && imported.end <= place.end;
  const above = together ? imported.text : '';
  const snippet = new vscode.SnippetString(`${above}${place.text}${rest}${place.after}`);
  const edits: (vscode.TextEdit | vscode.SnippetTextEdit)[] = [
    new vscode.SnippetTextEdit(range(place), snippet),
  ];
  if (imported && !together) edits.unshift(vscode.TextEdit.replace(range(imported), imported.text));

  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, edits);
  return edit;
}

/** The active editor where it shows code, else another visible one, brought to the front. */
async function codeEditor(): Promise<vscode.TextEditor | null> {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  const editor = editors.find(
    (one) => one && (typescript.has(one.document.languageId) || javascript.has(one.document.languageId)),
  );
  if (!editor) return null;
  return vscode.window.showTextDocument(editor.document, { viewColumn: editor.viewColumn, preview: false });
}

async function untitledEditor(): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'typescript' }));
}
