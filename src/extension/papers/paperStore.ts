import * as vscode from 'vscode';
import { matchPaper } from '../../literature/match';
import { parseSummary } from '../../literature/parseSummary';
import { readLibrary } from '../../literature/readLibrary';
import type { LibraryPaper } from '../../literature/library';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import type { ContextKeyWriter } from '../contextKeys';
import type { Log } from '../log';
import { readSetting } from '../settings';
import { collectLibrary, collectSummary } from './paper';
import type { PaperCollection } from './paper';
import { summaryLocation } from './summaryLocation';

const empty: PaperCollection = { sections: [], byId: new Map() };

/** The papers, read when they are first asked for and again when the summary or the setting changes. */
export class PaperStore extends Disposable {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private loading: Promise<PaperCollection> | null = null;
  private library: Promise<readonly LibraryPaper[]> | null = null;
  private summary: vscode.Uri | null = null;
  private watcher: vscode.Disposable | null = null;
  private readonly refresh = this.track(new Debounced(() => this.reload(), 300));

  constructor(
    private readonly libraryFolder: string,
    private readonly contextKeys: ContextKeyWriter,
    private readonly log: Log,
  ) {
    super();
  }

  register(): void {
    this.track(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('metricLab.summary')) this.reload();
      }),
    );
    this.track({ dispose: () => this.watcher?.dispose() });
  }

  papers(): Promise<PaperCollection> {
    this.loading ??= this.load();
    return this.loading;
  }

  /** Where the summary stands; null while the bundled library is shown. */
  get summaryUri(): vscode.Uri | null {
    return this.summary;
  }

  reload(): void {
    this.loading = null;
    this.changed.fire();
  }

  private async load(): Promise<PaperCollection> {
    this.library ??= readLibrary(this.libraryFolder);
    const library = await this.library;
    this.watch(summaryLocation(readSetting('metricLab.summary')));
    if (!this.summary) return collectLibrary(library);
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(this.summary));
      this.contextKeys.set('metricLab.summaryUnreadable', false);
      return collectSummary(parseSummary(text), (paper) => matchPaper(paper, library));
    } catch (error) {
      this.log.warn(`The summary ${this.summary.toString(true)} cannot be read: ${String(error)}`);
      this.contextKeys.set('metricLab.summaryUnreadable', true);
      return empty;
    }
  }

  private watch(summary: vscode.Uri | null): void {
    if (summary?.toString() === this.summary?.toString()) return;
    this.summary = summary;
    this.watcher?.dispose();
    this.watcher = null;
    this.contextKeys.set('metricLab.summaryUnreadable', false);
    if (!summary) return;
    const folder = vscode.Uri.joinPath(summary, '..');
    const name = summary.path.slice(summary.path.lastIndexOf('/') + 1);
    // Characters that a glob would read as wildcards stand for any one character.
    const pattern = new vscode.RelativePattern(folder, name.replace(/[*?[\]{}!,]/g, '?'));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const trigger = () => this.refresh.trigger();
    watcher.onDidChange(trigger);
    watcher.onDidCreate(trigger);
    watcher.onDidDelete(trigger);
    this.watcher = watcher;
  }
}
