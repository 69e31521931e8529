import path from 'node:path';
import * as vscode from 'vscode';
import type { OwnMarks, ReadingStatus } from '../../protocol/marks';
import { replaceFile } from '../../runs/replaceFile';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import { withFileLock } from '../fileLock';
import { UserError } from '../log';
import type { Log } from '../log';
import { withoutLinks } from '../markdownText';
import { readIfThere } from '../readIfThere';
import { onDidChangeSetting } from '../settings';
import { homeFolder } from './homeFolder';
import { marksOf, noMarks, parseMarks, withChange } from './ownMarks';
import type { MarksChange, MarksFile } from './ownMarks';

const fileName = '.metric-lab/papers.json';

/**
 * The reader's own marks, kept in `.metric-lab/papers.json` of the home folder. Each change reads the file
 * anew, under a lock, and changes that one field: two windows never lose each other's marks. A file that cannot be
 * understood is left as it is.
 */
export class PaperMarks extends Disposable {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private marks: ReadonlyMap<string, OwnMarks> = new Map();
  private loading: Promise<void> | null = null;
  /** Changes of this window, one after another. */
  private writing: Promise<unknown> = Promise.resolve();
  /** What was last read or written; tells our own writes from another window's. */
  private text: string | null = null;
  /** The complaint that was shown last: a broken file is told of once. */
  private complaint = '';
  private readonly reloadSoon = this.track(new Debounced(() => this.reload(), 100));

  constructor(private readonly log: Log) {
    super();
  }

  register(): void {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${fileName}`);
    const trigger = () => this.loading && this.reloadSoon.trigger();
    this.track(onDidChangeSetting('metricLab.summaries', trigger));
    this.track(watcher);
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.track(event(trigger));
    }
    // A folder that was made a moment ago may not be watched yet.
    this.track(vscode.window.onDidChangeWindowState(({ focused }) => focused && trigger()));
  }

  /** Reads the marks the first time that it is called; `get` knows them afterwards. Never rejects. */
  load(): Promise<void> {
    return (this.loading ??= this.reload());
  }

  get(paperId: string): OwnMarks {
    return this.marks.get(paperId) ?? noMarks;
  }

  /** Every tag in use, in the order of the alphabet. */
  get tags(): string[] {
    return [...new Set([...this.marks.values()].flatMap(({ tags }) => tags))].sort((a, b) =>
      a.localeCompare(b),
    );
  }

  setStatus(paperIds: readonly string[], status: ReadingStatus | null): Promise<void> {
    return this.change(paperIds, { status });
  }

  setStarred(paperIds: readonly string[], starred: boolean): Promise<void> {
    return this.change(paperIds, { starred });
  }

  changeTags(
    paperIds: readonly string[],
    tags: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  ): Promise<void> {
    return this.change(paperIds, { addTags: tags.add ?? [], removeTags: tags.remove ?? [] });
  }

  /** @throws UserError where no folder is open, or its marks cannot be read or written */
  private async change(paperIds: readonly string[], change: MarksChange): Promise<void> {
    await this.load();
    const file = this.file();
    if (!file)
      throw new UserError(
        vscode.l10n.t('Open a folder on this machine first: marks are saved in its {0}.', fileName),
      );
    const written = this.writing.then(() =>
      withFileLock(file, async () => {
        const marked = withChange(understood(await readIfThere(file)), paperIds, change);
        const text = `${JSON.stringify(marked, null, 2)}\n`;
        await replaceFile(file, text);
        this.take(text, marked);
      }),
    );
    this.writing = written.catch(() => undefined);
    await written.catch((error: Error) => {
      if (error instanceof UserError) throw error;
      throw new UserError(vscode.l10n.t('The marks could not be saved: {0}', error.message));
    });
  }

  private file(): string | null {
    const folder = homeFolder();
    return folder?.uri.scheme === 'file' ? path.join(folder.uri.fsPath, fileName) : null;
  }

  private async reload(): Promise<void> {
    const file = this.file();
    try {
      const text = file && (await readIfThere(file));
      if (text !== this.text) this.take(text, understood(text));
      this.complaint = '';
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== this.complaint) void this.complain(message);
      this.complaint = message;
    }
  }

  private take(text: string | null, file: MarksFile): void {
    this.text = text;
    this.marks = marksOf(file);
    this.changed.fire();
  }

  private async complain(message: string): Promise<void> {
    this.log.warn(message);
    const open = vscode.l10n.t('Open File');
    const file = this.file();
    if (file && (await vscode.window.showWarningMessage(withoutLinks(message), open)) === open) {
      await vscode.window.showTextDocument(vscode.Uri.file(file));
    }
  }
}

/** @throws UserError where the text is not what this file holds */
function understood(text: string | null): MarksFile {
  try {
    return parseMarks(text);
  } catch (error) {
    throw new UserError(
      vscode.l10n.t(
        '{0} cannot be read, so no mark is saved until it is put right or removed. {1}',
        fileName,
        (error as Error).message,
      ),
    );
  }
}
