import * as vscode from 'vscode';
import type { FileHashes } from '../../protocol/stale';
import { fileHash } from '../../runs/fileHash';
import { Disposable } from '../disposable';
import type { RunStore, StoredRun } from './runStore';

interface Known {
  readonly mtime: number;
  readonly hash: string;
}

/** Hashes of experiments' files as they are on the disk: a file is read again when it was written. */
export class CurrentCode extends Disposable {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  /** An experiment that has run was saved: its runs may be of an earlier version from now on. */
  readonly onDidChange = this.changed.event;
  private readonly known = new Map<string, Known>();

  constructor(private readonly runs: RunStore) {
    super();
  }

  register(): void {
    this.track(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.runs.ofExperiment(uri.toString()).length > 0) this.changed.fire();
      }),
    );
  }

  /** @returns by the experiments' names in the records, without those that cannot be read: they may be gone */
  async of(runs: readonly StoredRun[]): Promise<FileHashes> {
    const files = new Map(runs.map(({ row, experiment }) => [row.experiment, experiment]));
    const hashes = await Promise.all(
      [...files].map(async ([name, file]) => ({ name, hash: await this.hashOf(file) })),
    );
    return Object.fromEntries(
      hashes.flatMap(({ name, hash }) => (hash === null ? [] : [[name, hash] as const])),
    );
  }

  private async hashOf(file: vscode.Uri): Promise<string | null> {
    try {
      const { mtime } = await vscode.workspace.fs.stat(file);
      const known = this.known.get(file.toString());
      if (known?.mtime === mtime) return known.hash;
      const hash = fileHash(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
      this.known.set(file.toString(), { mtime, hash });
      return hash;
    } catch {
      return null;
    }
  }
}
