import { LabError } from '../core/labError';
import { eager, type Prepare, type Prepared, type TensorFunction } from '../core/prepare';
import { random } from '../core/random';
import type { HostTensors } from '../core/hostTensors';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D } from '../core/tf';
import type { ImageSet } from '../datasets/dataset';
import type { Tensors } from '../models/model';
import type { Embedded } from '../numeric/embedded';
import type { Batch, Observation } from '../samplers/configured';
import { batchesOf, type Batches, type Drawn } from './batches';
import { batchTensors } from './batchTensors';
import { checkSaved, fromHost, toHost, type Checkpoint } from './checkpoint';
import type { Sizes } from './criterion';
import type { Experiment, Variant } from './experiment';
import { Evaluation } from './evaluation';
import { isOf, partOf, withPart } from './namedTensors';
import { severalSteps, stacked, stepsAtOnce } from './stepsAtOnce';
import { trainingStep } from './trainingStep';

/** One run: a network, a loss and an optimizer, trained on the training classes from one seed. It is given no other classes. */
export interface Training {
  /** Steps finished. */
  readonly step: number;
  /**
   * One step, or `stepsAtOnce` where that many are wanted and the engine makes them sooner at once. The numbers are the
   * same.
   * @param most how many steps may be made
   * @returns the loss of each step's batch, before the step
   * @throws LabError where the loss is no finite number; the step then counts as not made
   */
  advance(most?: number): Promise<readonly number[]>;
  /** Embeddings of images, by the weights as they are. */
  embed(images: ImageSet): Promise<Embedded>;
  /** How often the sampler drew an image of each training class: int32 [classes]. */
  drawn(): Int32Array;
  /** All that is needed to go on, bit for bit, on the same engine. */
  snapshot(): Promise<Checkpoint>;
  /** Goes back, or on, to a checkpoint's step. @throws LabError where it is of another experiment */
  restore(checkpoint: Checkpoint): Promise<void>;
  /** Goes back to before the first step. */
  restart(): void;
  /** Frees every tensor. */
  dispose(): void;
}

/** A variant with all that it takes from its experiment. */
type Setup = Required<Omit<Variant, 'augmentation'>> & Pick<Variant, 'augmentation'>;

/** The checkpoint's tensor of what was drawn. */
const drawsName = 'draws/ofClass';
const hostDraws = (values: Int32Array) => ({ dtype: 'int32' as const, shape: [values.length], values });

/**
 * A variant's training, before its first step. The weights depend on the seed alone, so all variants with one network
 * begin alike.
 * @param train the training classes
 * @param prepare how the engine in use computes; operation by operation, unless it says otherwise
 * @throws LabError where the experiment has no such variant, or there is nothing to train on
 */
export function createTraining(
  experiment: Experiment,
  variantName: string,
  seed: number,
  train: ImageSet,
  prepare: Prepare = eager,
): Training {
  if (!Object.hasOwn(experiment.variants, variantName)) {
    const names = Object.keys(experiment.variants).join(', ');
    throw new LabError(`there is no variant '${variantName}'; the experiment has ${names}`);
  }
  checkData(train);
  const { model, sampler, optimizer, augmentation } = experiment;
  const setup = {
    model,
    sampler,
    optimizer,
    augmentation,
    ...defined(experiment.variants[variantName]!),
  };
  return new TrainingOfVariant(setup, seed, train, prepare);
}

/** A data set from elsewhere may be anything. */
function checkData({ labels, superLabels, targets }: ImageSet): void {
  const images = labels.length;
  if (images === 0) throw new LabError('the data set has no images to train on');
  if (superLabels && superLabels.length !== images) {
    throw new LabError(
      `the data set has ${images} images, but ${superLabels.length} superLabels; give one for each`,
    );
  }
  if (targets && (targets.length === 0 || targets.length % images > 0)) {
    throw new LabError(
      `the data set has ${images} images, but ${targets.length} targets; give the same number for each`,
    );
  }
}

function defined(variant: Variant): Variant {
  return Object.fromEntries(
    Object.entries(variant).filter(([, value]) => value !== undefined),
  ) as unknown as Variant;
}

class TrainingOfVariant implements Training {
  step = 0;
  private state: Tensors;
  private samplerState: HostTensors;
  /** Images drawn so far of each class. */
  private draws: Int32Array;
  private readonly batches: Batches;
  private readonly takeStep: Prepared;
  /** Several steps in one call, where the engine gains by that. */
  private readonly takeSeveral: Prepared | undefined;
  private readonly evaluation: Evaluation;

  constructor(
    private readonly setup: Setup,
    private readonly seed: number,
    private readonly train: ImageSet,
    prepare: Prepare,
  ) {
    const step = stepFunction(setup);
    this.takeStep = prepare(step);
    this.takeSeveral = prepare.repeatsCheaply ? prepare(severalSteps(step, stepsAtOnce)) : undefined;
    this.evaluation = new Evaluation(setup.model, prepare);
    this.state = initialState(setup, seed, train);
    this.batches = batchesOf(setup.sampler, train, seed, setup.model.dimension);
    this.samplerState = this.batches.initialState;
    this.draws = new Int32Array(train.classNames.length);
  }

  async advance(most = 1): Promise<readonly number[]> {
    const several = most >= stepsAtOnce && this.batches.ahead(this.step) >= stepsAtOnce;
    return (
      (several && this.takeSeveral && (await this.advanceBySeveral(this.takeSeveral))) || this.advanceByOne()
    );
  }

  async embed(images: ImageSet): Promise<Embedded> {
    const embeddings = await this.evaluation.rowsOf(images, 'embeddings', this.state);
    return { embeddings, dimension: this.setup.model.dimension, labels: images.labels };
  }

  drawn(): Int32Array {
    return this.draws.slice();
  }

  async snapshot(): Promise<Checkpoint> {
    const tensors = {
      ...(await toHost(this.state)),
      ...withPart('sampler', this.samplerState),
      [drawsName]: hostDraws(this.draws.slice()),
    };
    return { step: this.step, tensors };
  }

  async restore({ step, tensors: { [drawsName]: draws, ...tensors } }: Checkpoint): Promise<void> {
    const none = new Int32Array(this.draws.length);
    // Early versions did not count.
    if (draws) checkSaved({ [drawsName]: draws }, { [drawsName]: hostDraws(none) });
    checkSaved(tensors, { ...this.state, ...withPart('sampler', this.samplerState) });
    tf.dispose({ ...this.state });
    const ofSampler = Object.entries(tensors).filter(([name]) => isOf('sampler', name));
    const others = Object.entries(tensors).filter(([name]) => !isOf('sampler', name));
    this.state = fromHost(Object.fromEntries(others));
    this.samplerState = partOf('sampler', Object.fromEntries(ofSampler));
    this.draws = draws ? Int32Array.from(draws.values) : none;
    this.step = step;
    this.batches.goTo(step);
  }

  restart(): void {
    this.dispose();
    this.state = initialState(this.setup, this.seed, this.train);
    this.samplerState = this.batches.initialState;
    this.draws = new Int32Array(this.draws.length);
    this.step = 0;
    this.batches.goTo(0);
  }

  dispose(): void {
    tf.dispose({ ...this.state });
    this.state = {};
  }

  private async advanceByOne(): Promise<readonly number[]> {
    const drawn = await this.batches.next(this.samplerState, this.observation());
    const { loss, ...state } = await this.computed(this.takeStep, this.given(drawn.batch, this.step + 1));
    const losses = await numbersOf(loss!);
    if (!losses.every(Number.isFinite)) {
      this.disposeAllBut(this.state, state);
      throw this.diverged(losses[0]!);
    }
    this.goOn(state, [drawn]);
    return losses;
  }

  /** @returns null where one of the steps would fail: they are to be made one by one, up to that one */
  private async advanceBySeveral(take: Prepared): Promise<readonly number[] | null> {
    const drawn = await this.drawSeveral().catch(() => null);
    if (drawn) {
      const given = tf.tidy(() =>
        stacked(drawn.map(({ batch }, at) => this.given(batch, this.step + 1 + at))),
      );
      const { losses, ...state } = await this.computed(take, given);
      const values = await numbersOf(losses!);
      if (values.every(Number.isFinite)) {
        this.goOn(state, drawn);
        return values;
      }
      this.disposeAllBut(this.state, state);
    }
    this.batches.goTo(this.step);
    return null;
  }

  private async drawSeveral(): Promise<readonly Drawn[]> {
    const drawn: Drawn[] = [];
    let state = this.samplerState;
    for (let at = 0; at < stepsAtOnce; at++) {
      drawn.push(await this.batches.next(state, { ...this.observation(), step: this.step + at }));
      ({ state } = drawn[at]!);
    }
    return drawn;
  }

  /** The steps of these batches are made. */
  private goOn(state: Tensors, drawn: readonly Drawn[]): void {
    this.disposeAllBut(state, this.state);
    this.state = state;
    this.samplerState = drawn.at(-1)!.state;
    for (const { batch } of drawn) {
      for (const index of batch.indices) this.draws[this.train.labels[index]!]!++;
    }
    this.step += drawn.length;
  }

  /** What a step is given beside the state. @param number counted from 1 */
  private given({ indices, extra }: Batch, number: number): Tensors {
    const { model, loss, optimizer, augmentation } = this.setup;
    const size = { batch: indices.length };
    const noise = loss.drawNoise?.(size, random(this.seed, 'noise', number));
    const dropout = model.drawNoise?.(size, random(this.seed, 'dropout', number));
    const augment = augmentation && { augmentation, seed: this.seed, step: number };
    return {
      ...withPart<Tensor>('batch', {
        ...batchTensors(this.train, indices, augment),
        step: tf.scalar(number),
        learningRate: tf.scalar(optimizer.learningRate * (optimizer.schedule?.(number) ?? 1)),
      }),
      ...withPart('extra', fromHost(extra)),
      ...withPart('noise', noise ?? {}),
      ...withPart('dropout', dropout ?? {}),
    };
  }

  /** Steps from the state as it is: the state after them, and losses. @param given is freed */
  private async computed(take: Prepared, given: Tensors): Promise<Tensors> {
    try {
      return await take({ ...this.state, ...given });
    } finally {
      tf.dispose({ ...given });
    }
  }

  private observation(): Observation {
    return {
      step: this.step,
      embeddings: () => this.evaluation.rowsOf(this.train, 'embeddings', this.state),
      features: () => this.evaluation.rowsOf(this.train, 'features', this.state),
      loss: async () => ({
        weights: await toHost(partOf('loss', this.state)),
        memory: await toHost(partOf('memory', this.state)),
      }),
    };
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
    const { images, labels, indices, targets, step, learningRate } = partOf('batch', tensors);
    const inputs = {
      images: images as Tensor4D,
      labels: labels as Tensor1D,
      indices: indices as Tensor1D,
      ...(targets && { targets: targets as Tensor2D }),
      step: step as Scalar,
      learningRate: learningRate as Scalar,
      extra: partOf('extra', tensors),
      noise: partOf('noise', tensors),
      dropout: partOf('dropout', tensors),
    };
    const { loss: value, state } = take(tensors, inputs);
    return { ...state, loss: value };
  };
}

/** The state before the first step. */
function initialState({ model, loss, sampler, optimizer }: Setup, seed: number, train: ImageSet): Tensors {
  const { dimension } = model;
  return tf.tidy(() => {
    const { weights, statistics } = model.initialise(train.shape, random(seed, 'network'));
    const size: Sizes = {
      batch: sampler.batchSize,
      classes: train.classNames.length,
      images: train.labels.length,
      dimension,
      features: model.head?.columns(train.shape) ?? 0,
    };
    const trained = {
      ...withPart('network', weights),
      ...withPart('loss', loss.ownWeights?.initialise(size, random(seed, 'loss')) ?? {}),
    };
    const memory = loss.initialMemory?.(size) ?? {};
    return {
      ...trained,
      ...withPart('statistics', statistics),
      ...withPart('optimizer', optimizer.initialise(trained)),
      ...withPart('memory', memory),
    };
  });
}

/** The numbers of a tensor, which is freed. */
async function numbersOf(tensor: Tensor): Promise<number[]> {
  const values = await tensor.data();
  tensor.dispose();
  return [...values];
}
