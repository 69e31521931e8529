import { LabError } from '../core/labError';
import { random } from '../core/random';
import { tf, type Scalar, type Tensor2D } from '../core/tf';
import type { ImageSet, Splits } from '../datasets/dataset';
import { retrievalScores } from '../metrics/retrievalScores';
import type { Tensors } from '../models/model';
import { batches } from './batches';
import { fromHost, toHost, type Checkpoint } from './checkpoint';
import type { Experiment, Variant } from './experiment';
import { partOf, withPart } from './namedTensors';
import { trainingStep, type TrainingStep } from './trainingStep';

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
 * @throws LabError where the experiment has no such variant, or there is nothing to train on
 */
export function createTraining(
  experiment: Experiment,
  variantName: string,
  seed: number,
  splits: Splits,
): Training {
  if (!Object.hasOwn(experiment.variants, variantName)) {
    const names = Object.keys(experiment.variants).join(', ');
    throw new LabError(`there is no variant '${variantName}'; the experiment has ${names}`);
  }
  if (splits.train.labels.length === 0) throw new LabError('the data set has no images to train on');
  const { model, sampler, optimizer, recallAt } = experiment;
  const setup = { model, sampler, optimizer, recallAt, ...defined(experiment.variants[variantName]!) };
  return new EagerTraining(setup, seed, splits);
}

function defined(variant: Variant): Variant {
  return Object.fromEntries(
    Object.entries(variant).filter(([, value]) => value !== undefined),
  ) as unknown as Variant;
}

/** Runs each step operation by operation, as TensorFlow.js does by itself. */
class EagerTraining implements Training {
  step = 0;
  private state: Tensors;
  private batches: Generator<Int32Array, never>;
  private readonly takeStep: TrainingStep;

  constructor(
    private readonly setup: Setup,
    private readonly seed: number,
    private readonly splits: Splits,
  ) {
    this.takeStep = trainingStep(setup.model, setup.loss, setup.optimizer);
    this.state = initialState(setup, seed, splits.train);
    this.batches = this.newBatches();
  }

  async advance(): Promise<{ readonly loss: number }> {
    const { loss, state } = this.nextState(this.batches.next().value);
    const [value] = await loss.data();
    loss.dispose();
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
      const part = this.embed(set, from, Math.min(from + evaluationBatch, set.labels.length));
      embeddings.set(await part.data(), from * dimension);
      part.dispose();
      // Long evaluations leave the caller a turn now and then, to hear that it shall stop.
      await tf.nextFrame();
    }
    const { recallAt } = this.setup;
    const { metrics } = await retrievalScores({ embeddings, dimension, labels: set.labels }, { recallAt });
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

  private nextState(batch: Int32Array): { loss: Scalar; state: Tensors } {
    const { train } = this.splits;
    const number = this.step + 1;
    return tf.tidy(() =>
      this.takeStep(this.state, {
        images: imagesAt(train, batch),
        labels: tf.tensor1d(
          batch.map((index) => train.labels[index]!),
          'int32',
        ),
        noise: this.setup.loss.drawNoise?.({ batch: batch.length }, random(this.seed, 'noise', number)) ?? {},
        step: tf.scalar(number),
      }),
    );
  }

  private embed(set: ImageSet, from: number, to: number): Tensor2D {
    const indices = Int32Array.from({ length: to - from }, (_, at) => from + at);
    const variables = {
      weights: partOf('network', this.state),
      statistics: partOf('statistics', this.state),
    };
    return tf.tidy(() => this.setup.model.apply(imagesAt(set, indices), variables, 'evaluate').embeddings);
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
