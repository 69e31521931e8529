import * as vscode from 'vscode';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import { UserError } from '../log';
import { onDidChangeSetting } from '../settings';
import { homeFolder } from './homeFolder';
import type { Paper } from './paper';

const folderName = 'notes';

/** The reader's own notes: `notes/<paper id>.md` in the home folder, one file a paper. */
export class MyNotes extends Disposable {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  /** A file came, went or says something else. */
  readonly onDidChange = this.changed.event;
  private texts: ReadonlyMap<string, string> = new Map();
  private loading: Promise<void> | null = null;
  private readonly reloadSoon = this.track(new Debounced(() => this.reload(), 300));

  register(): void {
    const watcher = this.track(vscode.workspace.createFileSystemWatcher(`**/${folderName}/*.md`));
    const trigger = () => this.loading && this.reloadSoon.trigger();
    this.track(onDidChangeSetting('metricLab.summaries', trigger));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.track(event(trigger));
    }
  }

  /** Reads the notes the first time that it is called; `textOf` knows them afterwards. */
  load(): Promise<void> {
    return (this.loading ??= this.reload());
  }

  /** The notes in Markdown, as saved; null where there are none. */
  textOf(paperId: string): string | null {
    return this.texts.get(paperId) ?? null;
  }

  /** Opens a paper's notes beside what is read, and begins them where there are none. */
  async open(paper: Paper): Promise<void> {
    const file = fileOf(paper.id);
    if (!file) throw new UserError(vscode.l10n.t('Open a folder first: your notes are a file in it.'));
    const isNew = !(await exists(file));
    if (isNew) await begin(file, paper);
    const beside = vscode.window.tabGroups.activeTabGroup.activeTab !== undefined;
    const editor = await vscode.window.showTextDocument(file, {
      viewColumn: beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
      preview: false,
    });
    if (isNew) goToEnd(editor);
    void this.reload();
  }

  private async reload(): Promise<void> {
    this.texts = await readAll();
    this.changed.fire();
  }
}

async function begin(file: vscode.Uri, paper: Paper): Promise<void> {
  const published = [paper.venue, paper.year].filter((part) => part !== null).join(' ');
  const byline = [paper.authors.join(', '), published].filter((part) => part !== '').join(' · ');
  const lines = [`# ${asWords(paper.title)}`, asWords(byline)].filter((line) => line !== '');
  const edit = new vscode.WorkspaceEdit();
  const contents = new TextEncoder().encode(`${lines.join('\n\n')}\n\n`);
  edit.createFile(file, { ignoreIfExists: true, contents });
  if (await vscode.workspace.applyEdit(edit)) return;
  throw new UserError(vscode.l10n.t('{0} could not be written.', file.fsPath));
}

/** Below the heading, where the reader goes on. */
function goToEnd(editor: vscode.TextEditor): void {
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(end, end);
}

/** Only what would be markup is escaped: the reader goes on writing in this text. */
function asWords(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_<[\]]/g, '\\$&');
}

async function readAll(): Promise<ReadonlyMap<string, string>> {
  const folder = notesFolder();
  if (!folder) return new Map();
  const names = await vscode.workspace.fs.readDirectory(folder).then(
    (entries) => entries.map(([name]) => name).filter((name) => name.endsWith('.md')),
    (): string[] => [],
  );
  const texts = await Promise.all(names.map((name) => textAt(vscode.Uri.joinPath(folder, name))));
  return new Map(names.map((name, index) => [name.slice(0, -'.md'.length), texts[index]!]));
}

/** A file that cannot be read is there all the same. */
async function textAt(file: vscode.Uri): Promise<string> {
  return vscode.workspace.fs.readFile(file).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => '',
  );
}

function notesFolder(): vscode.Uri | null {
  const folder = homeFolder();
  return folder ? vscode.Uri.joinPath(folder.uri, folderName) : null;
}

function fileOf(paperId: string): vscode.Uri | null {
  const folder = notesFolder();
  return folder && vscode.Uri.joinPath(folder, `${paperId}.md`);
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
