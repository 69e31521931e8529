import * as vscode from 'vscode';
import { fileHash } from '../../runs/fileHash';

interface Known {
  readonly mtime: number;
  readonly hash: string;
}

/** Hashes of experiments' files as they are on the disk: a file is read again when it was written. */
export class CurrentCode {
  private readonly known = new Map<string, Known>();

  /**
   * @param files by any names
   * @returns by the same names, without those that cannot be read: they may be gone
   */
  async of(files: ReadonlyMap<string, vscode.Uri>): Promise<Record<string, string>> {
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
