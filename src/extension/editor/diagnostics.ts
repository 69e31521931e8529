import * as vscode from 'vscode';
import type { Catalogue } from '../ideas/catalogue';
import { commandLink } from '../commands';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import type { PaperStore } from '../papers/paperStore';
import { onDidChangeSetting, readSetting } from '../settings';
import { findings } from './findings';
import type { Finding } from './findings';
import { codeDocuments } from './outlines';
import type { Outlines } from './outlines';

/** Between two looks while somebody types. */
const pauseMilliseconds = 400;

/** Tells of unknown papers and of hyperparameters that no paper has, in open documents, and offers what was meant. */
export class Diagnostics extends Disposable implements vscode.CodeActionProvider {
  private readonly collection = this.track(vscode.languages.createDiagnosticCollection('metric-lab'));
  private readonly found = new WeakMap<vscode.Diagnostic, Finding>();
  private readonly lookSoon = this.track(new Debounced(() => this.look(), pauseMilliseconds));

  constructor(
    private readonly papers: PaperStore,
    private readonly catalogue: Catalogue,
    private readonly outlines: Outlines,
  ) {
    super();
  }

  register(): void {
    const trigger = () => this.lookSoon.trigger();
    this.track(vscode.workspace.onDidOpenTextDocument(trigger));
    this.track(vscode.workspace.onDidChangeTextDocument(trigger));
    this.track(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.collection.delete(uri)));
    this.track(this.papers.onDidChange(trigger));
    this.track(onDidChangeSetting('metricLab.diagnostics.enabled', trigger));
    const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix];
    this.track(
      vscode.languages.registerCodeActionsProvider(codeDocuments, this, { providedCodeActionKinds }),
    );
    trigger();
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const near = (this.collection.get(document.uri) ?? []).filter((one) => one.range.intersection(range));
    return near.flatMap((diagnostic) => {
      const finding = this.found.get(diagnostic);
      return finding ? actionsFor(document, diagnostic, finding) : [];
    });
  }

  private async look(): Promise<void> {
    for (const document of vscode.workspace.textDocuments) {
      if (vscode.languages.match(codeDocuments, document) > 0) await this.lookAt(document);
    }
  }

  private async lookAt(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const outline = this.outlines.of(document);
    const wanted = readSetting('metricLab.diagnostics.enabled', document.uri);
    if (!wanted || (outline.papers.length === 0 && outline.uses.length === 0)) {
      if (this.collection.has(document.uri)) this.collection.delete(document.uri);
      return;
    }
    const [ideas, known] = await Promise.all([this.catalogue.ideas(), this.papers.known()]);
    const papers = new Map(
      [...known].map(([id, { title, facts }]) => [id, { title, batch: facts?.protocol.batch ?? null }]),
    );
    // What was typed meanwhile has called for another look.
    if (document.isClosed || document.version !== version) return;
    const diagnostics = findings(outline, { ideas, papers }).map((finding) => this.told(document, finding));
    this.collection.set(document.uri, diagnostics);
  }

  private told(document: vscode.TextDocument, finding: Finding): vscode.Diagnostic {
    const range = new vscode.Range(document.positionAt(finding.start), document.positionAt(finding.end));
    const severity = vscode.DiagnosticSeverity.Information;
    const diagnostic = new vscode.Diagnostic(range, finding.message, severity);
    diagnostic.source = 'metric-lab';
    diagnostic.code = finding.code;
    this.found.set(diagnostic, finding);
    return diagnostic;
  }
}

/** Put what was meant in its place, and read the paper that has it. */
function actionsFor(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
  { code, instead, paper }: Finding,
): vscode.CodeAction[] {
  const action = (title: string) => {
    const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    made.diagnostics = [diagnostic];
    return made;
  };
  const actions: vscode.CodeAction[] = [];
  if (instead !== null) {
    const unknown = code === 'unknown-paper';
    const replace = action(
      unknown
        ? vscode.l10n.t("Did you mean '{0}'?", instead)
        : vscode.l10n.t('Use {0}, as published', instead),
    );
    replace.edit = new vscode.WorkspaceEdit();
    replace.edit.replace(document.uri, diagnostic.range, instead);
    replace.isPreferred = unknown;
    actions.push(replace);
  }
  if (paper !== null) {
    const title = vscode.l10n.t('Open the paper');
    const read = action(title);
    read.command = commandLink(title, 'metricLab.openPaperPage', { paperId: paper });
    actions.push(read);
  }
  return actions;
}
