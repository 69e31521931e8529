import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Prepare } from '../../src/lab/core/prepare';
import type { ImageSet } from '../../src/lab/datasets/dataset';
import { omniglot } from '../../src/lab/datasets/omniglot';
import { retrievalScores } from '../../src/lab/metrics/retrievalScores';
import { conv4 } from '../../src/lab/models/conv4';
import { mPerClass } from '../../src/lab/samplers/mPerClass';
import { adam } from '../../src/lab/training/adam';
import { batchesOf, type Batches } from '../../src/lab/training/batches';
import { configure } from '../../src/lab/training/configure';
import { isOf } from '../../src/lab/training/namedTensors';
import { createTraining, type Training } from '../../src/lab/training/training';
import { dataFolders } from '../../src/runner/dataFolders';
import { criterionOf } from './losses';
import type { Call, Question } from './worker';

const steps = 600;

/** A whole training and the Recall@1 of its test classes. The peer reads the same images, first weights and batches. */
export async function prepareParity(
  { case: name, seed = 0 }: Question,
  folder: string,
  prepare: Prepare,
): Promise<Call> {
  const data = omniglot({ validation: 0 });
  const splits = await data.load({ folders: dataFolders() });
  await shareImages(folder, 'train', splits.train);
  await shareImages(folder, 'test', splits.test);
  const sampler = configure(mPerClass, { classes: 32, perClass: 4 });
  const loss = criterionOf(name, sampler.batchSize);
  const experiment = {
    ...{ data, model: conv4(), sampler, optimizer: adam(), steps, evaluateEvery: steps },
    ...{ recallAt: [1], seeds: [seed], variants: { it: { loss } } },
  };
  const begin = () => createTraining(experiment, 'it', seed, splits.train, prepare);
  await shareWeights(folder, begin());
  await shareBatches(folder, batchesOf(sampler, splits.train, seed, experiment.model.dimension));
  return async () => {
    const training = begin();
    while (training.step < steps) await training.advance();
    const settings = { recallAt: [1], prepare };
    const { metrics } = await retrievalScores(await training.embed(splits.test), settings);
    training.dispose();
    return metrics['R@1']!;
  };
}

async function shareImages(folder: string, name: string, { images, labels }: ImageSet): Promise<void> {
  await writeFile(path.join(folder, `${name}-images`), images);
  await writeFile(path.join(folder, `${name}-labels`), labels);
}

/** Those of the network, and the loss's own. */
async function shareWeights(folder: string, training: Training): Promise<void> {
  const { tensors } = await training.snapshot();
  training.dispose();
  for (const [name, { values }] of Object.entries(tensors)) {
    if (isOf('network', name) || isOf('loss', name)) {
      await writeFile(path.join(folder, name.replace('/', '-')), values);
    }
  }
}

/** The images of all batches, one after the other. */
async function shareBatches(folder: string, batches: Batches): Promise<void> {
  const none = { step: 0, embeddings: absent, features: absent, loss: absent };
  const drawn: number[] = [];
  for (let step = 0; step < steps; step++) {
    drawn.push(...(await batches.next(batches.initialState, none)).batch.indices);
  }
  await writeFile(path.join(folder, 'batches'), Int32Array.from(drawn));
}

/** These batches depend on the seed alone. */
const absent = () => Promise.reject(new Error('a sampler of the bench looks at the network'));
