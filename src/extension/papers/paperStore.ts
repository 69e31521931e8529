import * as vscode from 'vscode';
import { paperMatcher } from '../../literature/match';
import type { NamedSummary } from '../../literature/mergeSummaries';
import { readSummary } from '../../literature/parseSummary';
import { readLibrary } from '../../literature/readLibrary';
import type { LibraryPaper } from '../../literature/library';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import type { FirstSteps } from '../firstSteps';
import { inSlices } from '../inSlices';
import type { ContextKeyWriter } from '../contextKeys';
import { UserError } from '../log';
import type { Log } from '../log';
import { collectLibrary, collectSummaries } from './paper';
import type { Paper, PaperCollection } from './paper';
import { summaryLocations } from './summaryLocations';

/** The papers, read when they are first asked for and again when a summary or the setting changes. */
export class PaperStore extends Disposable {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private loading: Promise<PaperCollection> | null = null;
  private library: Promise<readonly LibraryPaper[]> | null = null;
  private readonly watchers = new Map<string, vscode.Disposable>();
  private unreadable: readonly vscode.Uri[] = [];
  private all: {
    readonly summary: PaperCollection['byId'];
    readonly papers: PaperCollection['byId'];
  } | null = null;
  private readonly refresh = this.track(new Debounced(() => this.reload(), 300));

  constructor(
    private readonly libraryFolder: string,
    private readonly contextKeys: ContextKeyWriter,
    private readonly firstSteps: FirstSteps,
    private readonly log: Log,
  ) {
    super();
  }

  register(): void {
    this.track(
      vscode.workspace.onDidChangeConfiguration((event) => {
        const settings = ['metricLab.summary', 'metricLab.summaries'];
        if (settings.some((id) => event.affectsConfiguration(id))) this.refresh.trigger();
      }),
    );
    this.track({ dispose: () => this.watchers.forEach((watcher) => watcher.dispose()) });
  }

  papers(): Promise<PaperCollection> {
    return (this.loading ??= this.load());
  }

  /** @throws where neither a summary nor the library has the paper */
  async paper(id: string): Promise<Paper> {
    const paper = (await this.papers()).byId.get(id) ?? (await this.fromLibrary(id));
    if (!paper) throw new UserError(vscode.l10n.t('No paper "{0}" in the summaries or the library.', id));
    return paper;
  }

  /** All papers of the summary and of the library, by id. */
  async known(): Promise<ReadonlyMap<string, Paper>> {
    const { byId } = await this.papers();
    if (this.all?.summary !== byId) {
      this.all = { summary: byId, papers: new Map([...collectLibrary(await this.facts()).byId, ...byId]) };
    }
    return this.all.papers;
  }

  /** Titles by library id, of all papers that the library knows. */
  async titles(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.facts()).map(({ id, title }) => [id, title]));
  }

  /** Chosen summaries that could not be read when the papers were last loaded. */
  get missing(): readonly vscode.Uri[] {
    return this.unreadable;
  }

  /** Whether the library is shown, since no summary is chosen. */
  get isLibrary(): boolean {
    return summaryLocations().length === 0;
  }

  /** Reads everything anew. */
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
    const files = summaryLocations();
    this.watch(files);
    const texts = await Promise.all(files.map((file) => this.read(file)));
    this.unreadable = files.filter((_, at) => texts[at] === null);
    this.contextKeys.set('metricLab.summaryUnreadable', this.unreadable.length > 0);
    if (this.unreadable.length < files.length) this.firstSteps.complete('metricLab.done.summary');
    if (files.length === 0) return collectLibrary(library);
    const summaries: NamedSummary[] = [];
    for (const [at, text] of texts.entries()) {
      if (text === null) continue;
      summaries.push({ document: files[at]!.toString(), summary: await inSlices(readSummary(text)) });
    }
    return inSlices(collectSummaries(summaries, paperMatcher(library)));
  }

  /** Null where the file cannot be read. */
  private async read(file: vscode.Uri): Promise<string | null> {
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    } catch (error) {
      this.log.warn(`The summary ${file.toString(true)} cannot be read: ${String(error)}`);
      return null;
    }
  }

  private watch(files: readonly vscode.Uri[]): void {
    const wanted = new Map(files.map((file) => [file.toString(), file]));
    for (const [address, watcher] of this.watchers) {
      if (wanted.has(address)) continue;
      watcher.dispose();
      this.watchers.delete(address);
    }
    for (const [address, file] of wanted) {
      if (!this.watchers.has(address)) this.watchers.set(address, this.watcherOf(file));
    }
  }

  private watcherOf(file: vscode.Uri): vscode.Disposable {
    const folder = vscode.Uri.joinPath(file, '..');
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    // Characters that a glob would read as wildcards stand for any one character.
    const pattern = new vscode.RelativePattern(folder, name.replace(/[*?[\]{}!,]/g, '?'));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const trigger = () => this.refresh.trigger();
    watcher.onDidChange(trigger);
    watcher.onDidCreate(trigger);
    watcher.onDidDelete(trigger);
    return watcher;
  }
}
