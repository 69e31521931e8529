import * as vscode from 'vscode';
import { commandLink } from '../commands';
import { Disposable } from '../disposable';
import type { RunStore } from '../runs/runStore';
import { readSetting } from '../settings';
import { lensPlaces } from './lensPlaces';
import type { LensPlace } from './lensPlaces';
import { standingText } from './lensText';

const languages = ['typescript', 'javascript'].map((language) => ({ language, scheme: 'file' }));

/** Run, the last result and Results, above experiments and inserted ideas. */
export class ExperimentLenses extends Disposable implements vscode.CodeLensProvider {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changed.event;
  /** What stood in the lenses when they were last asked for, by document. */
  private readonly shown = new Map<string, string>();

  constructor(private readonly runs: RunStore) {
    super();
  }

  register(): void {
    this.track(vscode.languages.registerCodeLensProvider(languages, this));
    this.track(this.runs.onDidChange(() => this.announce()));
    this.track(vscode.workspace.onDidGrantWorkspaceTrust(() => this.changed.fire()));
    this.track(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.shown.delete(uri.toString())));
    this.track(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('metricLab.codeLens.enabled')) this.changed.fire();
      }),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const lenses = this.lensesOf(document);
    this.shown.set(document.uri.toString(), fingerprint(lenses));
    return lenses;
  }

  /** Asks for new lenses only where some document would show other ones. */
  private announce(): void {
    const stale = vscode.workspace.textDocuments.some((document) => {
      const shown = this.shown.get(document.uri.toString());
      return shown !== undefined && shown !== fingerprint(this.lensesOf(document));
    });
    if (stale) this.changed.fire();
  }

  private lensesOf(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!readSetting('metricLab.codeLens.enabled', document.uri)) return [];
    const places = lensPlaces(document.getText());
    // In a file without an experiment there is nothing to run.
    const runnable = vscode.workspace.isTrusted && places.some(({ kind }) => kind === 'experiment');
    return places.flatMap((place) => {
      const range = new vscode.Range(place.line, 0, place.line, 0);
      return this.linksOf(document.uri, place, runnable).map((link) => new vscode.CodeLens(range, link));
    });
  }

  private linksOf(file: vscode.Uri, place: LensPlace, runnable: boolean): vscode.Command[] {
    const target = { experiment: file.toString() };
    const subject = place.kind === 'experiment' ? target : { paperId: place.paper };
    const standing =
      place.kind === 'experiment'
        ? this.runs.standingOfExperiment(file.toString())
        : this.runs.standingOfPaper(place.paper);
    const text = standingText(standing);
    const links: vscode.Command[] = [];
    if (runnable)
      links.push(commandLink(`$(play) ${vscode.l10n.t('Run')}`, 'metricLab.runExperiment', target));
    if (text) links.push(commandLink(text, 'metricLab.showResults', subject));
    links.push(commandLink(vscode.l10n.t('Results'), 'metricLab.showResults', subject));
    if (place.kind === 'idea') {
      links.push(commandLink(vscode.l10n.t('Notes'), 'metricLab.openPaper', { paperId: place.paper }));
    }
    return links;
  }
}

function fingerprint(lenses: readonly vscode.CodeLens[]): string {
  return JSON.stringify(lenses.map(({ range, command }) => [range.start.line, command?.title]));
}
