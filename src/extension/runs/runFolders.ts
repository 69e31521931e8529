import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../log';
import type { RunsTarget } from '../targets';
import { runsFolder, type RunStore, type StoredRun } from './runStore';
import type { StoredSweep, SweepStore } from './sweepStore';

/** A folder of a run or a sweep, and where it lies in `.metric-lab`. */
interface Kept {
  readonly name: string;
  readonly folder: vscode.Uri;
  /** `.metric-lab` itself. */
  readonly lab: vscode.Uri;
}

/** Delete, archive, unarchive and reveal: what is done with the folders of runs and sweeps. */
export class RunFolders {
  constructor(
    private readonly runs: RunStore,
    private readonly sweeps: SweepStore,
  ) {}

  async reveal({ runIds, sweepId }: RunsTarget): Promise<void> {
    const sweep = sweepId === undefined ? undefined : this.sweeps.find(sweepId);
    const stored = this.runs.find(runIds[0] ?? '');
    const file = sweep
      ? path.join(sweep.directory, 'sweep.json')
      : stored && path.join(stored.run.folder, 'run.json');
    if (file) await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(file));
  }

  /** Moves what is chosen to the trash, once the user has said so. */
  async delete(targets: readonly RunsTarget[]): Promise<void> {
    const kept = this.restingFolders(targets);
    if (kept.length === 0) return;
    const question =
      kept.length === 1
        ? vscode.l10n.t('Delete {0}?', kept[0]!.name)
        : vscode.l10n.t('Delete {0} records?', kept.length);
    const detail = vscode.l10n.t('Scores, learning curves and checkpoints go to the trash.');
    const confirm = vscode.l10n.t('Move to Trash');
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, confirm);
    if (answer !== confirm) return;
    const left = await trash(kept);
    if (left.length > 0) await deleteForGood(left);
    await this.runs.refresh();
  }

  /** Moves what is chosen to `.metric-lab/archive`, where nothing looks for results. */
  async archive(targets: readonly RunsTarget[]): Promise<void> {
    for (const { name, folder, lab } of this.restingFolders(targets)) {
      await move(folder, vscode.Uri.joinPath(lab, 'archive', name));
    }
    await this.runs.refresh();
  }

  /** Brings back what the user picks from the archives. */
  async unarchive(): Promise<void> {
    const items = (await Promise.all((vscode.workspace.workspaceFolders ?? []).map(archived))).flat();
    if (items.length === 0) throw new UserError(vscode.l10n.t('The archive is empty.'));
    const options = { title: vscode.l10n.t('Unarchive Runs'), canPickMany: true } as const;
    for (const { from, to } of (await vscode.window.showQuickPick(items, options)) ?? [])
      await move(from, to);
    await this.runs.refresh();
  }

  /** @throws where one of them runs */
  private restingFolders(targets: readonly RunsTarget[]): Kept[] {
    const found = new Map<string, Kept>();
    for (const { runIds, sweepId } of targets) {
      const sweep = sweepId === undefined ? undefined : this.sweeps.find(sweepId);
      const runs = runIds.flatMap((id) => this.runs.find(id) ?? []);
      for (const kept of [...runs.map(runFolder), ...(sweep ? [sweepFolder(sweep)] : [])]) {
        found.set(kept.folder.fsPath, kept);
      }
    }
    return [...found.values()];
  }
}

function runFolder({ run, row }: StoredRun): Kept {
  if (row.state === 'running') {
    throw new UserError(vscode.l10n.t('{0} runs: stop it first.', `${row.variant} · seed ${row.seed}`));
  }
  const folder = vscode.Uri.file(run.folder);
  return { name: run.id, folder, lab: vscode.Uri.joinPath(folder, '..', '..') };
}

function sweepFolder({ sweep, directory, owner }: StoredSweep): Kept {
  if (owner) throw new UserError(vscode.l10n.t('The sweep {0} runs: stop it first.', sweep.id));
  const folder = vscode.Uri.file(directory);
  return { name: sweep.id, folder, lab: vscode.Uri.joinPath(folder, '..', '..') };
}

/** Moves folders to the trash. @returns those that stay: on another machine there may be none */
async function trash(kept: readonly Kept[]): Promise<Kept[]> {
  const left: Kept[] = [];
  for (const one of kept) {
    await vscode.workspace.fs
      .delete(one.folder, { recursive: true, useTrash: true })
      .then(undefined, () => left.push(one));
  }
  return left;
}

/** Deletes what the trash does not take, once the user has said so. */
async function deleteForGood(kept: readonly Kept[]): Promise<void> {
  const question = vscode.l10n.t('The trash did not take {0}. Delete for good?', kept[0]!.name);
  const many = vscode.l10n.t('The trash did not take {0} records. Delete them for good?', kept.length);
  const detail = vscode.l10n.t('Scores, learning curves and checkpoints cannot be brought back.');
  const confirm = vscode.l10n.t('Delete for Good');
  const options = { modal: true, detail };
  const answer = await vscode.window.showWarningMessage(
    kept.length === 1 ? question : many,
    options,
    confirm,
  );
  if (answer !== confirm) return;
  for (const { folder } of kept) await vscode.workspace.fs.delete(folder, { recursive: true });
}

/** What a workspace folder has archived. */
async function archived(folder: vscode.WorkspaceFolder) {
  if (folder.uri.scheme !== 'file') return [];
  const lab = vscode.Uri.joinPath(vscode.Uri.file(runsFolder(folder)), '..');
  const archive = vscode.Uri.joinPath(lab, 'archive');
  const names = await vscode.workspace.fs.readDirectory(archive).then(
    (entries) => entries.filter(([, type]) => type === vscode.FileType.Directory).map(([name]) => name),
    () => [],
  );
  return Promise.all(
    names
      .sort()
      .reverse()
      .map(async (name) => {
        const from = vscode.Uri.joinPath(archive, name);
        const isSweep = await exists(vscode.Uri.joinPath(from, 'sweep.json'));
        const to = vscode.Uri.joinPath(lab, isSweep ? 'sweeps' : 'runs', name);
        return { label: name, description: isSweep ? vscode.l10n.t('sweep') : '', from, to };
      }),
  );
}

async function move(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(to, '..'));
  await vscode.workspace.fs.rename(from, to, { overwrite: false });
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
