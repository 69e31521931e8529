import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { codeDocuments } from '../editor/outlines';
import type { Outlines } from '../editor/outlines';
import type { VariantOutline } from '../editor/outline';
import { runningText } from '../runs/progressText';
import type { RunStore } from '../runs/runStore';
import type { DocumentResults, InlineResults } from './inlineResults';
import { variantText } from './lensText';
import { Shown } from './shown';
import { variantTable } from './variantTable';

/**
 * The score of each variant at the end of its line. Inlay hints, not decorations: the editor asks for what it shows, moves them
 * with the text, and has keys and settings of its own for them.
 */
export class VariantHints extends Disposable implements vscode.InlayHintsProvider {
  readonly onDidChangeInlayHints: vscode.Event<void>;
  private readonly shown: Shown<vscode.InlayHint>;

  constructor(
    runs: RunStore,
    private readonly outlines: Outlines,
    private readonly results: InlineResults,
  ) {
    super();
    this.shown = this.track(
      new Shown(runs, 'metricLab.inlayHints.enabled', (document) => this.hintsOf(document)),
    );
    this.onDidChangeInlayHints = this.shown.onDidChange;
  }

  register(): void {
    this.track(vscode.languages.registerInlayHintsProvider(codeDocuments, this));
    this.shown.register();
  }

  provideInlayHints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
    return this.shown.in(document).filter(({ position }) => range.contains(position));
  }

  private hintsOf(document: vscode.TextDocument): vscode.InlayHint[] {
    const results = this.results.of(document);
    if (!results) return [];
    const variants = this.outlines.of(document).experiment?.variants ?? [];
    return variants.flatMap((variant) => {
      const label = labelOf(variant, results);
      if (!label) return [];
      const hint = new vscode.InlayHint(placeOf(document, variant, variants), label);
      const scores = results.scores.variants.get(variant.name);
      if (scores) hint.tooltip = new vscode.MarkdownString(variantTable(scores));
      hint.paddingLeft = true;
      return [hint];
    });
  }
}

/** At the end of the line on which it begins; right after it, where another one begins on that line. */
function placeOf(
  document: vscode.TextDocument,
  variant: VariantOutline,
  all: readonly VariantOutline[],
): vscode.Position {
  const line = document.lineAt(document.positionAt(variant.start).line);
  const last = document.offsetAt(line.range.end);
  const shared = all.some(({ start }) => start > variant.start && start < last);
  return shared ? document.positionAt(variant.end) : line.range.end;
}

/** How far the variant's runs are, else its score; null where there is neither. */
function labelOf({ name }: VariantOutline, { scores, running }: DocumentResults): string | null {
  const own = running.flatMap(({ row }) => (row.variant === name ? [row] : []));
  if (own.length > 0) return runningText(own);
  const finished = scores.variants.get(name);
  return finished ? variantText(finished) : null;
}
