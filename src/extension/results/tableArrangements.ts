import path from 'node:path';
import type { TableArrangement } from '../../protocol/results';
import { replaceFile } from '../../runs/replaceFile';
import { withFileLock } from '../fileLock';
import { readIfThere } from '../readIfThere';
import { keptArrangement } from './tableArrangement';

/**
 * The arrangement of the runs' table, kept for the workspace from one session to the next. The editor's own state is written
 * whole, as a window last knew it, so that of two windows one undoes the other: here each change reads the file anew, under a
 * lock, and leaves the rest.
 */
export class TableArrangements {
  /** Changes of this window, one after another. */
  private changing: Promise<unknown> = Promise.resolve();
  /** What no file keeps, for want of a workspace. */
  private unkept = keptArrangement(null);

  /** @param folder the editor's own one for this workspace; null where none is open */
  constructor(private readonly folder: string | null) {}

  /** What was kept last; changes of this window that are under way are waited for. */
  async read(): Promise<TableArrangement> {
    await this.changing;
    const file = this.file();
    return file === null ? this.unkept : keptArrangement(await readIfThere(file));
  }

  /** @throws where the folder cannot be written */
  change(change: Partial<TableArrangement>): Promise<void> {
    const changed = this.changing.then(() => this.write(change));
    this.changing = changed.catch(() => undefined);
    return changed;
  }

  private async write(change: Partial<TableArrangement>): Promise<void> {
    const file = this.file();
    if (file === null) {
      this.unkept = { ...this.unkept, ...change };
      return;
    }
    await withFileLock(file, async () => {
      const arrangement = { ...keptArrangement(await readIfThere(file)), ...change };
      await replaceFile(file, `${JSON.stringify(arrangement)}\n`);
    });
  }

  private file(): string | null {
    return this.folder && path.join(this.folder, 'runs-table.json');
  }
}
