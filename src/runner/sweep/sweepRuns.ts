import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { RunReader, type Run } from '../../runs/reader';
import { thisMachine } from '../../runs/thisMachine';

/** The runs of one sweep among all others, of which each is looked at once. */
export class SweepRuns {
  private readonly readers = new Map<string, RunReader>();
  private readonly strangers = new Set<string>();

  /** @param folder `.metric-lab/runs` of a workspace; it may be missing */
  constructor(
    private readonly folder: string,
    private readonly sweep: string,
  ) {}

  async look(): Promise<readonly Run[]> {
    const observer = thisMachine();
    const names = await readdir(this.folder).catch(() => []);
    const runs: Run[] = [];
    for (const name of names) {
      if (this.strangers.has(name)) continue;
      const reader = this.readers.get(name) ?? new RunReader(path.join(this.folder, name));
      const run = await reader.look(observer);
      // A folder without a record is one that has just been made, or that was given up: later there may be one.
      if (!run) continue;
      if (run.record?.sweep?.id === this.sweep) {
        this.readers.set(name, reader);
        runs.push(run);
      } else this.strangers.add(name);
    }
    return runs;
  }
}
