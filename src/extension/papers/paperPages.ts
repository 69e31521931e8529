import path from 'node:path';
import * as vscode from 'vscode';
import type { Outcome } from '../../protocol/outcome';
import { Disposable } from '../disposable';
import { paperScheme } from '../ids';
import { readIfThere } from '../readIfThere';
import type { RunStore } from '../runs/runStore';
import type { Paper } from './paper';
import { paperDocument } from './paperDocument';
import type { PaperStore } from './paperStore';

/** Serves `metric-lab-paper:/<id>.md`: a paper's page as a read-only document. */
export class PaperPages extends Disposable implements vscode.TextDocumentContentProvider {
  private readonly changed = this.track(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly papers: PaperStore,
    private readonly runs: RunStore,
    private readonly libraryFolder: string,
  ) {
    super();
  }

  register(): void {
    this.track(vscode.workspace.registerTextDocumentContentProvider(paperScheme, this));
    this.track(this.papers.onDidChange(() => this.announce()));
    this.track(this.runs.onDidChange(() => this.announce()));
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const paper = await this.papers.paper(paperIdOf(uri));
    const rows = this.runs.ofPaper(paper.id).map(({ row }) => row);
    const [notes, outcome] = await Promise.all([this.notes(paper), this.outcome(paper)]);
    return paperDocument(paper, { notes, outcome }, rows);
  }

  /** The library's own notes on a paper, without their title; null where it has none. */
  async notes({ facts }: Paper): Promise<string | null> {
    const notes = facts && (await readIfThere(path.join(this.libraryFolder, facts.id, 'notes.md')));
    return notes && notes.replace(/^# .*\n+/, '');
  }

  /** What the library's own runs of its experiment said; null where nobody ran it. */
  async outcome({ facts }: Paper): Promise<Outcome | null> {
    const json = facts && (await readIfThere(path.join(this.libraryFolder, facts.id, 'outcome.json')));
    return json ? (JSON.parse(json) as Outcome) : null;
  }

  private announce(): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === paperScheme) this.changed.fire(uri);
    }
  }
}

/** The paper whose page an address is. */
export function paperIdOf({ path: name }: vscode.Uri): string {
  return /^\/(.+)\.md$/.exec(name)?.[1] ?? '';
}

export function paperPage({ id }: Paper): vscode.Uri {
  return vscode.Uri.from({ scheme: paperScheme, path: `/${id}.md` });
}
