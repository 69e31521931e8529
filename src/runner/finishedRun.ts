import { LabError } from '../lab/core/labError';
import type { Run } from '../runs/reader';
import type { FinishedRun } from './comparedRuns';

/** A run that has its scores, and where it lies. */
export interface StoredRun extends FinishedRun {
  readonly folder: string;
}

/**
 * @param runs newest first
 * @param id folder name, or 'latest': the newest that is finished
 * @param folder of all runs, for messages
 * @throws LabError where there is no such run, or it cannot be read, or is not finished
 */
export function finishedRun(runs: readonly Run[], id: string, folder: string): StoredRun {
  const run = runs.find((one) => (id === 'latest' ? one.result !== null : one.id === id));
  if (!run) {
    throw new LabError(
      id === 'latest'
        ? `no finished run in ${folder}; metric-lab train makes one`
        : `no run '${id}' in ${folder}; the newest there is ${runs[0]?.id ?? 'none'}`,
    );
  }
  const { record, result, state } = run;
  if (!record) throw new LabError(`run ${id} cannot be read: ${run.problems.join('; ')}`);
  if (!result) {
    throw new LabError(
      `run ${id} is not finished (${state}), so it has no best weights yet; to go on with it:` +
        ` metric-lab train ${record.experiment.file} --resume ${id}`,
    );
  }
  return { folder: run.folder, record, result };
}
