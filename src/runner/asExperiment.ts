import { LabError } from '../lab/core/labError';
import { isExperiment } from '../lab/training/defineExperiment';
import type { Experiment } from '../lab/training/experiment';

/** What an experiment file exports by default. @throws LabError where that is something else */
export function asExperiment(value: unknown, file: string): Experiment {
  if (isExperiment(value)) return value;
  throw new LabError(
    `${file}: its default export is no experiment; write: export default defineExperiment({ ... })`,
  );
}
