import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../../lab/core/labError';
import { readEvents } from '../../runs/reader';
import { replaceFile } from '../../runs/replaceFile';
import { listRuns } from '../../runs/runList';
import { writing } from '../../runs/writeError';
import { eventFile } from './eventFile';

/**
 * Writes an event file for each run, in a folder of its own: the file of an earlier export is replaced.
 * @param folder of all runs
 * @param ids undefined: all runs
 * @param to folder, made where it is missing
 * @returns the files
 * @throws LabError where there is no such run, none at all, or one that cannot be read; WriteError where nothing can be written
 */
export async function exportRuns(
  folder: string,
  ids: readonly string[] | undefined,
  to: string,
): Promise<string[]> {
  const runs = await listRuns(folder);
  const strange = ids?.find((id) => !runs.some((run) => run.id === id));
  if (strange !== undefined) {
    throw new LabError(`no run '${strange}' in ${folder}; the newest there is ${runs[0]?.id ?? 'none'}`);
  }
  if (runs.length === 0) throw new LabError(`no run in ${folder}; metric-lab train makes one`);
  const written: string[] = [];
  for (const run of runs.filter(({ id }) => ids?.includes(id) ?? true)) {
    if (!run.record) throw new LabError(`run ${run.id} cannot be read: ${run.problems.join('; ')}`);
    const { events } = await readEvents(run.folder);
    const file = path.join(to, run.id, `events.out.tfevents.${stamp(run.record.createdAt)}.metric-lab`);
    await writing(path.dirname(file), () => mkdir(path.dirname(file), { recursive: true }));
    await replaceFile(file, eventFile(run.record, events));
    written.push(file);
  }
  return written;
}

/** Seconds, with as many digits as TensorBoard's own files have. */
const stamp = (at: string) => String(Math.floor(Date.parse(at) / 1000)).padStart(10, '0');
