import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../log';
import { homeFolder } from '../papers/homeFolder';
import type { Paper } from '../papers/paper';
import type { PaperStore } from '../papers/paperStore';
import { readIfThere } from '../readIfThere';

/** The experiments of papers, in the folder `experiments` of the workspace. */
export class ExperimentFiles {
  private bundled: Promise<readonly string[]> | null = null;

  constructor(
    private readonly papers: PaperStore,
    private readonly libraryFolder: string,
    /** For papers whose own experiment the library lacks. */
    private readonly template: string,
  ) {}

  /**
   * The experiment to run for a paper: the workspace's, or the library's, which is then written into the workspace.
   * @throws where there is neither: a template's result would not be the paper's
   */
  async forPaper(paperId: string): Promise<vscode.Uri> {
    const paper = await this.papers.paper(paperId);
    const existing = await this.existing(paper);
    if (existing) return existing;
    if (await this.fromLibrary(paper)) return this.create(paper);
    throw new UserError(
      vscode.l10n.t(
        '"{0}" has no experiment yet: make one with "Metric Lab: New Experiment from Paper…".',
        paper.title,
      ),
    );
  }

  /** Where the experiment to run for a paper stands, or will stand once it is run; null where there is none. */
  async planned(paper: Paper): Promise<vscode.Uri | null> {
    const existing = await this.existing(paper);
    return existing ?? ((await this.fromLibrary(paper)) ? experimentFile(paper.id, 1) : null);
  }

  /** The paper's experiment in this workspace; null where there is none. */
  async existing({ id }: Paper): Promise<vscode.Uri | null> {
    const file = experimentFile(id, 1);
    return file && (await exists(file)) ? file : null;
  }

  /** Ids of the papers that have an experiment, in the library or in this workspace. */
  async ofPapers(): Promise<ReadonlySet<string>> {
    const [library, workspace] = await Promise.all([(this.bundled ??= this.inLibrary()), inWorkspace()]);
    return new Set([...library, ...workspace]);
  }

  private async inLibrary(): Promise<readonly string[]> {
    const files = await readdir(this.libraryFolder, { recursive: true });
    return files.filter((file) => path.basename(file) === 'experiment.ts').map((file) => path.dirname(file));
  }

  /** Writes a new experiment beside those that are there; none is ever overwritten. */
  async create(paper: Paper): Promise<vscode.Uri> {
    const text = await this.textFor(paper);
    for (let number = 1; ; number += 1) {
      const file = experimentFile(paper.id, number);
      if (!file) throw new UserError(vscode.l10n.t('Open a folder first: an experiment is a file in it.'));
      if (await exists(file)) continue;
      const edit = new vscode.WorkspaceEdit();
      edit.createFile(file, { overwrite: false, contents: new TextEncoder().encode(text) });
      if (await vscode.workspace.applyEdit(edit)) return file;
      throw new UserError(vscode.l10n.t('{0} could not be written.', file.fsPath));
    }
  }

  private async textFor(paper: Paper): Promise<string> {
    const own = await this.fromLibrary(paper);
    if (own) return own;
    const template = await readFile(this.template, 'utf8');
    return template.replace(
      'defineExperiment({',
      `$&\n  // paper: '${paper.id}', once a variant is its idea`,
    );
  }

  private async fromLibrary({ facts }: Paper): Promise<string | null> {
    return facts && readIfThere(path.join(this.libraryFolder, facts.id, 'experiment.ts'));
  }
}

function experimentFile(paperId: string, number: number): vscode.Uri | null {
  const folder = homeFolder();
  const suffix = number === 1 ? '' : `-${number}`;
  return folder ? vscode.Uri.joinPath(folder.uri, 'experiments', `${paperId}${suffix}.experiment.ts`) : null;
}

async function inWorkspace(): Promise<readonly string[]> {
  const folder = homeFolder();
  if (!folder) return [];
  const entries = await vscode.workspace.fs
    .readDirectory(vscode.Uri.joinPath(folder.uri, 'experiments'))
    .then(
      (found) => found,
      () => [],
    );
  return entries.flatMap(([name]) => /^(.+?)(?:-\d+)?\.experiment\.m?[jt]s$/.exec(name)?.[1] ?? []);
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
