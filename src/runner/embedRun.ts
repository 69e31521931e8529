import path from 'node:path';
import { LabError } from '../lab/core/labError';
import type { Prepare } from '../lab/core/prepare';
import type { Splits } from '../lab/datasets/dataset';
import { withoutTest } from '../lab/datasets/withoutTest';
import * as lab from '../lab/index';
import type { Embedded } from '../lab/numeric/embedded';
import { createTraining } from '../lab/training/training';
import { readCheckpoint } from '../runs/readCheckpoint';
import { runFiles } from '../runs/runFiles';
import { SafetensorsError } from '../runs/safetensors';
import { asExperiment } from './asExperiment';
import { atTrial } from './atTrial';
import { dataPlaces } from './dataFolders';
import type { StoredRun } from './finishedRun';
import { loadExperiment } from './loadExperiment';
import { runSplit } from './runSplit';
import { loadedSplits, seenSplits } from './seenSplits';

export const embeddedSplits = ['test', 'validation'] as const;

export type EmbeddedSplit = (typeof embeddedSplits)[number];

/**
 * Embeddings of the classes of a split, by the best weights of a run. Nothing of the run is changed.
 * @param from.workspace the folder that holds the experiment's file
 * @param from.data folders of data sets, as --data takes them
 * @throws LabError where the code or the classes are others than those of the run, or the weights are gone
 */
export async function embedRun(
  run: StoredRun,
  split: EmbeddedSplit,
  from: { readonly workspace: string; readonly data: string | undefined; readonly prepare: Prepare },
): Promise<Embedded> {
  const { workspace, data, prepare } = from;
  const { experiment: origin, id, variant, seed, trial, split: seen } = run.record;
  const file = path.join(workspace, origin.file);
  const { value, codeHash, userCode } = await loadExperiment(file, lab);
  if (codeHash !== origin.codeHash) {
    throw new LabError(
      `run ${id} was made by other code than ${file} has now (hash ${origin.codeHash.slice(0, 12)} before, ` +
        `${codeHash.slice(0, 12)} now); put that code back, or train once more`,
    );
  }
  try {
    const experiment = atTrial(asExperiment(value, file), variant, trial);
    const loaded = await loadedSplits(experiment.data, dataPlaces(data, workspace));
    const splits = seenSplits(experiment.data, loaded, { fold: seen?.fold });
    checkClasses(run, splits);
    if (splits[split].labels.length === 0) {
      throw new LabError(`run ${id}: ${experiment.data.name} has no ${split} classes`);
    }
    const weights = await bestWeights(run);
    const training = createTraining(experiment, variant, seed, splits.train, prepare);
    try {
      await training.restore(weights);
      return await training.embed(splits[split]);
    } finally {
      training.dispose();
    }
  } catch (error) {
    throw userCode.explain(error);
  }
}

/** @throws LabError where the data have changed since: scores on other classes would pass for the run's */
function checkClasses({ record: { id, split, validationOnly } }: StoredRun, splits: Splits): void {
  if (!split) return;
  const { hash } = runSplit(validationOnly ? withoutTest(splits) : splits, split.fold);
  if (hash === split.hash) return;
  throw new LabError(
    `run ${id}: the data set has other classes than it had then (hash ${split.hash.slice(0, 12)} before,` +
      ` ${hash.slice(0, 12)} now); put its files back, or train once more`,
  );
}

async function bestWeights({ folder, record, result: { step } }: StoredRun) {
  const file = runFiles(folder).best(step);
  const weights = await readCheckpoint(file).catch((error: unknown) => {
    throw error instanceof SafetensorsError ? new LabError(error.message, { cause: error }) : error;
  });
  if (weights) return weights;
  throw new LabError(`run ${record.id}: its best weights, ${file}, are gone; train once more`);
}
