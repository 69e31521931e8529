import { LabError } from '../core/labError';
import { eager, type Prepare, type Prepared, type TensorFunction } from '../core/prepare';
import { random } from '../core/random';
import { tf, type Scalar, type Tensor1D, type Tensor4D } from '../core/tf';
import type { ImageSet, Splits } from '../datasets/dataset';
import { retrievalScores } from '../metrics/retrievalScores';
import type { Model, Tensors } from '../models/model';
import { batches } from './batches';
import { fromHost, toHost, type Checkpoint } from './checkpoint';
import type { Experiment, Variant } from './experiment';
import { isOf, partOf, withPart } from './namedTensors';
import { trainingStep } from './trainingStep';

/** Scores by name (`MetricName`), fractions of 1. */
export type Metrics = Readonly<Record<string, number>>;

/** One run: a network, a loss and an optimizer, trained on the training classes from one seed. */
export interface Training {
  /** Steps finished. */
  readonly step: number;
  /**
   * One step.
   * @returns the batch's loss, before the step
   * @throws LabError where the loss is no finite number; the step then counts as not made
   */
  advance(): Promise<{ readonly loss: number }>;
  /** Scores on the classes of a split, by the weights as they are; none where the split is empty. */
  evaluate(split: 'validation' | 'test'): Promise<Metrics>;
  /** All that is needed to go on, bit for bit, on the same engine. */
  snapshot(): Promise<Checkpoint>;
  /** Goes back, or on, to a checkpoint's step. @throws LabError where it is of another experiment */
  restore(checkpoint: Checkpoint): Promise<void>;
  /** Frees every tensor. */
  dispose(): void;
}

/** A variant with all that it takes from its experiment. */
type Setup = Required<Variant> & Pick<Experiment, 'recallAt'>;

/** Images that are embedded at once. */
const evaluationBatch = 128;

/**
 * A variant's training, before its first step. The weights depend on the seed alone, so all variants with one network
 * begin alike.
 * @param prepare how the engine in use computes; operation by operation, unless it says otherwise
 * @throws LabError where the experiment has no such variant, or there is nothing to train on
 */
export function createTraining(
  experiment: Experiment,
  variantName: string,
  seed: number,
  splits: Splits,
  prepare: Prepare = eager,
): Training {
  if (!Object.hasOwn(experiment.variants, variantName)) {
    const names = Object.keys(experiment.variants).join(', ');
    throw new LabError(`there is no variant '${variantName}'; the experiment has ${names}`);
  }
  if (splits.train.labels.length === 0) throw new LabError('the data set has no images to train on');
  const { model, sampler, optimizer, recallAt } = experiment;
  const setup = { model, sampler, optimizer, recallAt, ...defined(experiment.variants[variantName]!) };
  return new TrainingOfVariant(setup, seed, splits, prepare);
}

function defined(variant: Variant): Variant {
  return Object.fromEntries(
    Object.entries(variant).filter(([, value]) => value !== undefined),
  ) as unknown as Variant;
}

class TrainingOfVariant implements Training {
  step = 0;
  private state: Tensors;
  private batches: Generator<Int32Array, never>;
  private readonly takeStep: Prepared;
  private readonly embed: Prepared;

  constructor(
    private readonly setup: Setup,
    private readonly seed: number,
    private readonly splits: Splits,
    private readonly prepare: Prepare,
  ) {
    this.takeStep = prepare(stepFunction(setup));
    this.embed = prepare(embedding(setup.model));
    this.state = initialState(setup, seed, splits.train);
    this.batches = this.newBatches();
  }

  async advance(): Promise<{ readonly loss: number }> {
    const { loss, ...state } = await this.nextState(this.batches.next().value);
    const [value] = await loss!.data();
    loss!.dispose();
    if (!Number.isFinite(value)) {
      this.disposeAllBut(this.state, state);
      throw this.diverged(value!);
    }
    this.disposeAllBut(state, this.state);
    this.state = state;
    this.step++;
    return { loss: value! };
  }

  async evaluate(split: 'validation' | 'test'): Promise<Metrics> {
    const set = this.splits[split];
    if (set.labels.length === 0) return {};
    const { dimension } = this.setup.model;
    const embeddings = new Float32Array(set.labels.length * dimension);
    for (let from = 0; from < set.labels.length; from += evaluationBatch) {
      const part = await this.embedded(set, from, Math.min(from + evaluationBatch, set.labels.length));
      embeddings.set(part, from * dimension);
      // Long evaluations leave the caller a turn now and then, to hear that it shall stop.
      await tf.nextFrame();
    }
    const settings = { recallAt: this.setup.recallAt, prepare: this.prepare };
    const { metrics } = await retrievalScores({ embeddings, dimension, labels: set.labels }, settings);
    return metrics;
  }

  async snapshot(): Promise<Checkpoint> {
    return { step: this.step, tensors: await toHost(this.state) };
  }

  async restore({ step, tensors }: Checkpoint): Promise<void> {
    const state = fromHost(tensors, this.state);
    tf.dispose({ ...this.state });
    this.state = state;
    this.step = step;
    this.batches = this.newBatches();
    for (let skipped = 0; skipped < step; skipped++) this.batches.next();
  }

  dispose(): void {
    tf.dispose({ ...this.state });
    this.state = {};
  }

  /** The loss and the state after a step. */
  private async nextState(batch: Int32Array): Promise<Tensors> {
    const { train } = this.splits;
    const number = this.step + 1;
    const noise = this.setup.loss.drawNoise?.({ batch: batch.length }, random(this.seed, 'noise', number));
    const given = {
      ...withPart('batch', {
        images: imagesAt(train, batch),
        labels: tf.tensor1d(
          batch.map((index) => train.labels[index]!),
          'int32',
        ),
        step: tf.scalar(number),
      }),
      ...withPart('noise', noise ?? {}),
    };
    try {
      return await this.takeStep({ ...this.state, ...given });
    } finally {
      tf.dispose(given);
    }
  }

  private async embedded(set: ImageSet, from: number, to: number): Promise<Float32Array> {
    const indices = Int32Array.from({ length: to - from }, (_, at) => from + at);
    const images = imagesAt(set, indices);
    const variables = Object.entries(this.state).filter(
      ([name]) => isOf('network', name) || isOf('statistics', name),
    );
    const { embeddings } = await this.embed({ ...Object.fromEntries(variables), 'batch/images': images });
    const values = (await embeddings!.data()) as Float32Array;
    tf.dispose([images, embeddings!]);
    return values;
  }

  private newBatches(): Generator<Int32Array, never> {
    return batches(this.setup.sampler, this.splits.train.labels, this.seed);
  }

  private disposeAllBut(kept: Tensors, tensors: Tensors): void {
    const keep = new Set(Object.values(kept));
    tf.dispose(Object.values(tensors).filter((tensor) => !keep.has(tensor)));
  }

  private diverged(loss: number): LabError {
    const { loss: criterion, optimizer } = this.setup;
    return new LabError(
      `step ${this.step + 1}: the loss of '${criterion.name}' is ${loss}; try a smaller learning rate` +
        ` (now ${optimizer.learningRate}), or a loss that is gentler with outliers (a larger temperature or margin)`,
    );
  }
}

/** A step as a function of the state's tensors and of those of `batch` and `noise`: the state's next, and `loss`. */
function stepFunction({ model, loss, optimizer }: Setup): TensorFunction {
  const take = trainingStep(model, loss, optimizer);
  return (tensors) => {
    const { images, labels, step } = partOf('batch', tensors);
    const inputs = {
      images: images as Tensor4D,
      labels: labels as Tensor1D,
      step: step as Scalar,
      noise: partOf('noise', tensors),
    };
    const { loss: value, state } = take(tensors, inputs);
    return { ...state, loss: value };
  };
}

/** The network in evaluation, as a function of its variables and `batch/images`: `embeddings`. */
function embedding(model: Model): TensorFunction {
  return (tensors) => {
    const variables = { weights: partOf('network', tensors), statistics: partOf('statistics', tensors) };
    const { embeddings } = model.apply(tensors['batch/images'] as Tensor4D, variables, 'evaluate');
    return { embeddings };
  };
}

/** The state before the first step. */
function initialState({ model, loss, sampler, optimizer }: Setup, seed: number, train: ImageSet): Tensors {
  const { dimension } = model;
  return tf.tidy(() => {
    const { weights, statistics } = model.initialise(train.shape, random(seed, 'network'));
    const size = { classes: train.classNames.length, dimension };
    const trained = {
      ...withPart('network', weights),
      ...withPart('loss', loss.ownWeights?.initialise(size, random(seed, 'loss')) ?? {}),
    };
    const memory = loss.initialMemory?.({ batch: sampler.batchSize, dimension }) ?? {};
    return {
      ...trained,
      ...withPart('statistics', statistics),
      ...withPart('optimizer', optimizer.initialise(trained)),
      ...withPart('memory', memory),
    };
  });
}

/** float32 [indices, H, W, C] */
function imagesAt({ images, shape }: ImageSet, indices: Int32Array) {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const pixels = new Float32Array(indices.length * size);
  indices.forEach((index, at) => pixels.set(images.subarray(index * size, (index + 1) * size), at * size));
  return tf.tensor4d(pixels, [indices.length, height, width, channels]);
}
