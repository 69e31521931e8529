import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { paperScheme } from '../ids';
import { abilities } from './paperItem';
import { paperIdOf } from './paperPages';
import type { PaperStandings } from './paperStandings';
import type { PaperStore } from './paperStore';

/** Letters at the right of a paper's row: S for a snippet, E for an experiment. */
export class PaperDecorations extends Disposable implements vscode.FileDecorationProvider {
  private readonly changed = this.track(new vscode.EventEmitter<undefined>());
  readonly onDidChangeFileDecorations = this.changed.event;

  constructor(
    private readonly papers: PaperStore,
    private readonly standings: PaperStandings,
  ) {
    super();
  }

  register(): void {
    this.track(vscode.window.registerFileDecorationProvider(this));
    this.track(this.papers.onDidChange(() => this.changed.fire(undefined)));
    this.track(this.standings.onDidChange(() => this.changed.fire(undefined)));
  }

  async provideFileDecoration(uri: vscode.Uri): Promise<vscode.FileDecoration | undefined> {
    if (uri.scheme !== paperScheme) return undefined;
    const id = paperIdOf(uri);
    const paper = (await this.papers.papers()).byId.get(id);
    const can = paper ? abilities(paper, this.standings.of(id).hasExperiment) : [];
    if (can.length === 0) return undefined;
    const badge = can.map(({ letter }) => letter).join('');
    return new vscode.FileDecoration(badge, can.map(({ spoken }) => spoken).join(', '));
  }
}
