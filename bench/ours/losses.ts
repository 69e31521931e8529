import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { catalogue } from '../../src/lab/catalogue';
import { LabError } from '../../src/lab/core/labError';
import type { Prepare } from '../../src/lab/core/prepare';
import { random } from '../../src/lab/core/random';
import { tf, type Scalar, type Tensor1D, type Tensor2D, type Tensor4D } from '../../src/lab/core/tf';
import { contrastive, variants as contrastiveVariants } from '../../src/lab/losses/contrastive';
import { invariantSpreading } from '../../src/lab/losses/invariantSpreading';
import { logRatio } from '../../src/lab/losses/logRatio';
import { margin } from '../../src/lab/losses/margin';
import { multipleInstance } from '../../src/lab/losses/multipleInstance';
import { triplet } from '../../src/lab/losses/triplet';
import { tripletUpperBound } from '../../src/lab/losses/tripletUpperBound';
import type { Model } from '../../src/lab/models/model';
import { toHost } from '../../src/lab/training/checkpoint';
import { configure } from '../../src/lab/training/configure';
import type { Criterion, Sizes } from '../../src/lab/training/criterion';
import type { PairLoss, ProxyLoss } from '../../src/lab/training/lossFunctions';
import { isOf, partOf, withPart } from '../../src/lab/training/namedTensors';
import type { Optimizer } from '../../src/lab/training/optimizer';
import { trainingStep } from '../../src/lab/training/trainingStep';
import { withBeta } from '../../src/lab/training/withBeta';
import { withCentroids } from '../../src/lab/training/withCentroids';
import { withDistanceWeighting } from '../../src/lab/training/withDistanceWeighting';
import { withInstances } from '../../src/lab/training/withInstances';
import { withMemory } from '../../src/lab/training/withMemory';
import { withProxies } from '../../src/lab/training/withProxies';
import { withSides } from '../../src/lab/training/withSides';
import { withTargets } from '../../src/lab/training/withTargets';
import type { Call, Question } from './worker';

const dimension = 512;
const perClass = 4;
const classes = 100;

/** How many rows show one image, where a loss asks for that. */
const views = 2;

/** Losses that take more than their defaults, and settings beside the defaults. */
const special: Readonly<Record<string, (rows: number) => Criterion>> = {
  tripletBatchHard: () => configure(triplet, { mining: 'batchHard', distance: 'euclidean' }),
  contrastiveSignalToNoise: () => configure(contrastive, contrastiveVariants.signalToNoise),
  tripletAll: () => configure(triplet, { mining: 'all' }),
  crossBatchMemory: (rows) => withMemory(contrastive, { size: 4 * rows }),
  invariantSpreading: () => withInstances(invariantSpreading),
  logRatio: () => withTargets(logRatio),
  margin: () => withBeta(margin),
  multipleInstance: () => withSides(multipleInstance),
  tripletUpperBound: () => withCentroids(tripletUpperBound),
  distanceWeighted: () => withDistanceWeighting(triplet, { draws: 3 }, { mining: 'all' }),
};

/** They take other things than embeddings and labels, by the side of which the loss itself is small. */
const elsewhere = ['graphContrastive', 'hardnessAware', 'interclassAdversary', 'symmetricTriplet'];

/**
 * Forward and backward of one loss, as a graph of the engine: in go embeddings, labels and the loss's own weights, out come
 * the loss and its slopes. The peer reads the same embeddings and weights.
 */
export async function prepareLoss(
  { case: name, rows = 128 }: Question,
  folder: string,
  prepare: Prepare,
): Promise<Call> {
  const criterion = criterionOf(name, rows);
  const size: Sizes = { batch: rows, classes, images: rows, dimension, features: 0 };
  const labels = Int32Array.from({ length: rows }, (_, at) => Math.floor(at / perClass) % classes);
  const given = {
    ...withPart('network', { embeddings: embeddingsOf(labels) }),
    ...withPart('loss', criterion.ownWeights?.initialise(size, random(0, 'loss')) ?? {}),
  };
  const batch = {
    images: tf.zeros([rows, 1, 1, 1]) as Tensor4D,
    labels: tf.tensor1d(labels),
    indices: tf.tensor1d(Int32Array.from(labels, (_, at) => Math.floor(at / views))),
    targets: targetsOf(rows),
    step: tf.scalar(1),
    learningRate: tf.scalar(slopes.learningRate),
  };
  for (const [tensor, { values }] of Object.entries(await toHost({ ...given, targets: batch.targets }))) {
    await writeFile(path.join(folder, `${name}-${rows}-${tensor.replaceAll('/', '-')}`), values);
  }
  const take = trainingStep(embeddings, criterion, slopes);
  const step = prepare((tensors) => {
    const { images, labels: y, indices, targets, step: number, learningRate } = partOf('batch', tensors);
    const { loss, state } = take(tensors, {
      images: images as Tensor4D,
      labels: y as Tensor1D,
      indices: indices as Tensor1D,
      targets: targets as Tensor2D,
      step: number as Scalar,
      learningRate: learningRate as Scalar,
      extra: {},
      noise: partOf('noise', tensors),
      dropout: partOf('dropout', tensors),
    });
    return { ...state, loss };
  });
  let memory = withPart('memory', criterion.initialMemory?.(size) ?? {});
  let calls = 0;
  return async () => {
    const noise = criterion.drawNoise?.({ batch: rows }, random(0, 'noise', calls++)) ?? {};
    const results = await step({
      ...given,
      ...withPart('batch', batch),
      ...withPart('noise', noise),
      ...memory,
    });
    const [value] = await results['loss']!.data();
    const kept = Object.entries(results).filter(([result]) => isOf('memory', result));
    tf.dispose([
      noise,
      memory,
      Object.entries(results).flatMap(([result, x]) => (isOf('memory', result) ? [] : [x])),
    ]);
    memory = Object.fromEntries(kept);
    return value!;
  };
}

/** A loss of the catalogue with its defaults, or one of the special ones. @throws LabError where it is neither */
export function criterionOf(name: string, rows: number): Criterion {
  if (elsewhere.includes(name)) throw new LabError('takes more than embeddings and labels');
  const own = special[name];
  if (own) return own(rows);
  const loss = catalogue.find(({ id }) => id === `loss/${name}`)?.module[name];
  if (typeof loss === 'function' && loss.length === 2) return configure(loss as PairLoss<object>);
  if (typeof loss === 'function' && loss.length === 3) return withProxies(loss as ProxyLoss<object>);
  throw new LabError(`the bench does not know how to train with '${name}'`);
}

/** A network whose weights are what it gives. */
const embeddings: Model = {
  name: 'embeddings',
  options: {},
  dimension,
  initialise: () => ({ weights: {}, statistics: {} }),
  apply: (_, { weights, statistics }) => ({ embeddings: weights['embeddings'] as Tensor2D, statistics }),
};

/** An optimizer that moves nothing, and gives the slopes in place of the weights. */
const slopes: Optimizer = {
  name: 'slopes',
  options: {},
  learningRate: 0,
  initialise: () => ({}),
  update: (_, gradients) => ({ weights: gradients, state: {} }),
};

/** Continuous labels, two of each row. */
function targetsOf(rows: number): Tensor2D {
  const rng = random(0, 'targets');
  return tf.tensor2d(
    Float32Array.from({ length: 2 * rows }, () => rng.normal()),
    [rows, 2],
  );
}

/** Rows scattered about the centre of their class. */
function embeddingsOf(labels: Int32Array): Tensor2D {
  const rng = random(0, 'embeddings');
  const centres = Float32Array.from({ length: classes * dimension }, () => rng.normal());
  const values = Float32Array.from(
    { length: labels.length * dimension },
    (_, at) => centres[labels[Math.floor(at / dimension)]! * dimension + (at % dimension)]! + rng.normal(),
  );
  return tf.tensor2d(values, [labels.length, dimension]);
}
