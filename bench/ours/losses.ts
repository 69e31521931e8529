import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Prepare } from '../../src/lab/core/prepare';
import { random } from '../../src/lab/core/random';
import { tf, type Tensor2D } from '../../src/lab/core/tf';
import { circle } from '../../src/lab/losses/circle';
import { contrastive } from '../../src/lab/losses/contrastive';
import { multiSimilarity } from '../../src/lab/losses/multiSimilarity';
import { proxyNca } from '../../src/lab/losses/proxyNca';
import { rankedList } from '../../src/lab/losses/rankedList';
import { similarityContrastive } from '../../src/lab/losses/similarityContrastive';
import { softTriple } from '../../src/lab/losses/softTriple';
import { triplet } from '../../src/lab/losses/triplet';
import type { Model } from '../../src/lab/models/model';
import { configure } from '../../src/lab/training/configure';
import type { Criterion } from '../../src/lab/training/criterion';
import { sgd } from '../../src/lab/training/sgd';
import { withDistanceWeighting } from '../../src/lab/training/withDistanceWeighting';
import { withMemory } from '../../src/lab/training/withMemory';
import { withProxies } from '../../src/lab/training/withProxies';
import { trainingOn } from './train';
import type { Call, Question } from './worker';

const dimension = 512;
const perClass = 4;
const mostClasses = 100;

/** By the peer's names. */
export const losses: Readonly<Record<string, (rows: number) => Criterion>> = {
  contrastive: () => configure(contrastive),
  tripletBatchHard: () => configure(triplet, { mining: 'batchHard', distance: 'euclidean' }),
  tripletSemiHard: () => configure(triplet),
  multiSimilarity: () => configure(multiSimilarity),
  circle: () => configure(circle),
  rankedList: () => configure(rankedList),
  similarityContrastive: () => configure(similarityContrastive),
  proxyNca: () => withProxies(proxyNca),
  softTriple: () => withProxies(softTriple),
  crossBatchMemory: (rows) => withMemory(contrastive, { size: 4 * rows }),
  distanceWeighted: () => withDistanceWeighting(triplet, { draws: 3 }, { mining: 'all' }),
};

/**
 * Forward and backward of one loss: a training whose network is the embeddings themselves, with steps too short to move
 * them. So a loss goes the way that it goes in a run, on whatever engine. The peer reads the same embeddings.
 */
export async function prepareLoss(
  { case: name, rows = 128 }: Question,
  folder: string,
  prepare: Prepare,
): Promise<Call> {
  const labels = Int32Array.from({ length: rows }, (_, at) => Math.floor(at / perClass) % mostClasses);
  const optimizer = sgd({ learningRate: 1e-12, momentum: 0 });
  const training = trainingOn(
    embeddingsOf(labels),
    losses[name]!(rows),
    optimizer,
    {
      shape: [1, 1, 1],
      labels,
      classes: mostClasses,
    },
    prepare,
  );
  const { tensors } = await training.snapshot();
  for (const [tensor, { values }] of Object.entries(tensors)) {
    await writeFile(path.join(folder, `${name}-${rows}-${tensor.replaceAll('/', '-')}`), values);
  }
  return async () => (await training.advance()).loss;
}

/** A network whose weights are what it gives: rows scattered about the centre of their class. */
function embeddingsOf(labels: Int32Array): Model {
  return {
    name: 'embeddings',
    options: {},
    dimension,
    initialise() {
      const rng = random(0, 'embeddings');
      const centres = Float32Array.from({ length: mostClasses * dimension }, () => rng.normal());
      const values = Float32Array.from(
        { length: labels.length * dimension },
        (_, at) =>
          centres[labels[Math.floor(at / dimension)]! * dimension + (at % dimension)]! + rng.normal(),
      );
      return { weights: { embeddings: tf.tensor2d(values, [labels.length, dimension]) }, statistics: {} };
    },
    apply: (_, { weights, statistics }) => ({ embeddings: weights['embeddings'] as Tensor2D, statistics }),
  };
}
