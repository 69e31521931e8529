import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Prepare } from '../../src/lab/core/prepare';
import type { ImageSet } from '../../src/lab/datasets/dataset';
import { omniglot } from '../../src/lab/datasets/omniglot';
import { retrievalScores } from '../../src/lab/metrics/retrievalScores';
import { conv4 } from '../../src/lab/models/conv4';
import { mPerClass } from '../../src/lab/samplers/mPerClass';
import { adam } from '../../src/lab/training/adam';
import { configure } from '../../src/lab/training/configure';
import { createTraining } from '../../src/lab/training/training';
import { dataFolders } from '../../src/runner/dataFolders';
import { criterionOf } from './losses';
import type { Call, Question } from './worker';

const steps = 600;

/** A whole training and the Recall@1 of its test classes. The peer reads the same images. */
export async function prepareParity(
  { case: name, seed = 0 }: Question,
  folder: string,
  prepare: Prepare,
): Promise<Call> {
  const data = omniglot({ validation: 0 });
  const splits = await data.load({ folders: dataFolders() });
  await share(folder, 'train', splits.train);
  await share(folder, 'test', splits.test);
  const sampler = configure(mPerClass, { classes: 32, perClass: 4 });
  const loss = criterionOf(name, sampler.batchSize);
  const experiment = {
    ...{ data, model: conv4(), sampler, optimizer: adam(), steps, evaluateEvery: steps },
    ...{ recallAt: [1], seeds: [seed], variants: { it: { loss } } },
  };
  return async () => {
    const training = createTraining(experiment, 'it', seed, splits.train, prepare);
    for (let step = 0; step < steps; step++) await training.advance();
    const settings = { recallAt: [1], prepare };
    const { metrics } = await retrievalScores(await training.embed(splits.test), settings);
    training.dispose();
    return metrics['R@1']!;
  };
}

async function share(folder: string, name: string, { images, labels }: ImageSet): Promise<void> {
  await writeFile(path.join(folder, `${name}-images`), images);
  await writeFile(path.join(folder, `${name}-labels`), labels);
}
