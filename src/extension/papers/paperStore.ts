import * as vscode from 'vscode';
import { paperMatcher } from '../../literature/match';
import { parseSummary } from '../../literature/parseSummary';
import { readLibrary } from '../../literature/readLibrary';
import type { LibraryPaper } from '../../literature/library';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import type { ContextKeyWriter } from '../contextKeys';
import { UserError } from '../log';
import type { Log } from '../log';
import { readSetting } from '../settings';
import { collectLibrary, collectSummary } from './paper';
import type { Paper, PaperCollection } from './paper';
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
    return (this.loading ??= this.load());
  }

  /** @throws where neither the summary nor the library has the paper */
  async paper(id: string): Promise<Paper> {
    const paper = (await this.papers()).byId.get(id) ?? (await this.fromLibrary(id));
    if (!paper) throw new UserError(vscode.l10n.t('No paper "{0}" in the summary or the library.', id));
    return paper;
  }

  /** Titles by library id, of all papers that the library knows. */
  async titles(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.facts()).map(({ id, title }) => [id, title]));
  }

  /** Where the summary stands; null while the bundled library is shown. */
  get summaryUri(): vscode.Uri | null {
    return this.summary;
  }

  reload(): void {
    this.loading = null;
    this.changed.fire();
  }

  private facts(): Promise<readonly LibraryPaper[]> {
    return (this.library ??= readLibrary(this.libraryFolder));
  }

  private async fromLibrary(id: string): Promise<Paper | undefined> {
    return collectLibrary(await this.facts()).byId.get(id);
  }

  private async load(): Promise<PaperCollection> {
    const library = await this.facts();
    this.watch(summaryLocation(readSetting('metricLab.summary')));
    if (!this.summary) return collectLibrary(library);
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(this.summary));
      this.contextKeys.set('metricLab.summaryUnreadable', false);
      return collectSummary(parseSummary(text), paperMatcher(library));
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
