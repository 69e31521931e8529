import * as vscode from 'vscode';
import { commandLink } from '../commands';
import { Disposable } from '../disposable';
import { variantsWith } from '../editor/findIdea';
import type { InsertedIdea } from '../editor/outline';
import { codeDocuments } from '../editor/outlines';
import type { Outlines } from '../editor/outlines';
import { leading, verdictBeside } from '../runs/experimentScores';
import { runningText } from '../runs/progressText';
import type { RunStore } from '../runs/runStore';
import { claimText } from '../runs/scoreText';
import type { ExperimentTarget, RunnableTarget } from '../targets';
import type { InlineResults } from './inlineResults';
import { standingText, variantText } from './lensText';
import { Shown } from './shown';

/** Run, the score with its interval, the claim and Results, above experiments and inserted ideas. */
export class ExperimentLenses extends Disposable implements vscode.CodeLensProvider {
  readonly onDidChangeCodeLenses: vscode.Event<void>;
  private readonly shown: Shown<vscode.CodeLens>;

  constructor(
    private readonly runs: RunStore,
    private readonly outlines: Outlines,
    private readonly results: InlineResults,
  ) {
    super();
    this.shown = this.track(
      new Shown(runs, 'metricLab.codeLens.enabled', (document) => this.lensesOf(document)),
    );
    this.onDidChangeCodeLenses = this.shown.onDidChange;
  }

  register(): void {
    this.track(vscode.languages.registerCodeLensProvider(codeDocuments, this));
    this.shown.register();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.shown.in(document);
  }

  private lensesOf(document: vscode.TextDocument): vscode.CodeLens[] {
    const { experiment, inserted } = this.outlines.of(document);
    const above = (offset: number, links: readonly vscode.Command[]) => {
      const { line } = document.positionAt(offset);
      return links.map((link) => new vscode.CodeLens(new vscode.Range(line, 0, line, 0), link));
    };
    return [
      ...inserted.flatMap((idea) => above(idea.start, this.ideaLinks(document, idea))),
      ...(experiment ? above(experiment.start, this.experimentLinks(document)) : []),
    ];
  }

  private experimentLinks(document: vscode.TextDocument): vscode.Command[] {
    const target = { experiment: document.uri.toString() };
    return [...runLinks(target), ...this.scoreLinks(document, target), resultsLink(target)];
  }

  private ideaLinks(document: vscode.TextDocument, idea: InsertedIdea): vscode.Command[] {
    const outline = this.outlines.of(document);
    const subject = { paperId: idea.paper };
    const variants = variantsWith(outline, { kind: null, ...idea });
    const experiment = document.uri.toString();
    const target = variants.length === 1 ? { experiment, variant: variants[0]! } : { experiment };
    const own = this.scoreLinks(document, target, variants);
    const elsewhere = own.length === 0 && standingText(this.runs.standingOfPaper(idea.paper));
    return [
      // In a file without an experiment there is nothing to run.
      ...(outline.experiment ? runLinks(target) : []),
      ...own,
      ...(elsewhere ? [commandLink(elsewhere, 'metricLab.showResults', subject)] : []),
      resultsLink(subject),
      commandLink(vscode.l10n.t('Paper'), 'metricLab.openPaperPage', subject),
    ];
  }

  /** How far it runs, the score, and the claim; of some variants or of the whole experiment. */
  private scoreLinks(
    document: vscode.TextDocument,
    target: ExperimentTarget,
    among?: readonly string[],
  ): vscode.Command[] {
    const results = this.results.of(document);
    if (!results) return [];
    const { scores, running } = results;
    const rows = running.map(({ row }) => row).filter(({ variant }) => among?.includes(variant) ?? true);
    const best = leading(scores, among);
    const verdict = best && !best.stale && verdictBeside(scores, best, among);
    const texts = [
      rows.length > 0 ? `$(sync~spin) ${runningText(rows)}` : null,
      best && variantText(best),
      verdict ? claimText(verdict) : null,
    ];
    const tooltip = best ? vscode.l10n.t('{0}, on test classes', best.variant) : '';
    return texts.flatMap((text) =>
      text === null ? [] : [{ ...commandLink(text, 'metricLab.showResults', target), tooltip }],
    );
  }
}

function runLinks(target: ExperimentTarget): vscode.Command[] {
  // What is not saved to a disk yet, the runner cannot read.
  const isOnDisk = vscode.Uri.parse(target.experiment, true).scheme === 'file';
  if (!vscode.workspace.isTrusted || !isOnDisk) return [];
  return [
    commandLink(`$(play) ${vscode.l10n.t('Run')}`, 'metricLab.runExperiment', target),
    commandLink(vscode.l10n.t('Run 5 Seeds'), 'metricLab.runSeeds', target),
  ];
}

const resultsLink = (target: RunnableTarget) =>
  commandLink(vscode.l10n.t('Results'), 'metricLab.showResults', target);
