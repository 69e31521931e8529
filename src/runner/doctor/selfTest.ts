import { eager, type Prepare } from '../../lab/core/prepare';
import { random } from '../../lab/core/random';
import type { ImageSet, Splits } from '../../lab/datasets/dataset';
import { loadPlain } from '../../lab/engine/plain';
import { multiSimilarity } from '../../lab/losses/multiSimilarity';
import { conv4 } from '../../lab/models/conv4';
import type { Model } from '../../lab/models/model';
import { mPerClass } from '../../lab/samplers/mPerClass';
import { adam } from '../../lab/training/adam';
import { configure } from '../../lab/training/configure';
import type { Optimizer } from '../../lab/training/optimizer';
import { sgd } from '../../lab/training/sgd';
import { createTraining, type Training } from '../../lab/training/training';

/** How an engine does beside TensorFlow.js's plain JavaScript, and how fast it is. */
export interface SelfTest {
  /** Difference of a small network's loss from the reference, as a part of the loss. */
  readonly lossError: number;
  /** Largest difference of its gradient from the reference, as a part of the gradient's largest number. */
  readonly gradientError: number;
  /** Median time of a training step: conv4 with 64 filters, 32 images of 28 x 28, multi-similarity, Adam. NaN where it breaks. */
  readonly stepMilliseconds: number;
}

/** Errors above this are no matter of rounding in 32 bits. */
const tolerance = 1e-3;

/** Milliseconds for which steps are timed. */
const timed = 1000;

export function passes({ lossError, gradientError }: SelfTest): boolean {
  // An error that is no number fails, too.
  return lossError <= tolerance && gradientError <= tolerance;
}

/**
 * Takes one step of a small network by an engine and by plain JavaScript, then steps of a larger one by the engine for a
 * second. The engine must be the one in use; plain JavaScript is in use afterwards.
 */
export async function selfTest(prepare: Prepare): Promise<SelfTest> {
  const engine = await slopes(prepare);
  // Weights that are no numbers cannot be trained further.
  const stepMilliseconds = engine.gradient.every(Number.isFinite) ? await stepTime(prepare) : NaN;
  await loadPlain();
  const reference = await slopes(eager);
  return {
    lossError: Math.abs(engine.loss - reference.loss) / Math.abs(reference.loss),
    gradientError: largestDifference(engine.gradient, reference.gradient) / largest(reference.gradient),
    stepMilliseconds,
  };
}

/** A loss and its gradient: what one step of plain descent of length 1 takes from the weights. */
async function slopes(prepare: Prepare): Promise<{ loss: number; gradient: Float32Array }> {
  const training = trainingOf(conv4({ channels: 4, dimension: 8 }), sgd({ learningRate: 1, momentum: 0 }), {
    size: 16,
    classes: 3,
    prepare,
  });
  try {
    const before = await weights(training);
    const [loss = NaN] = await training.advance();
    const after = await weights(training);
    return { loss, gradient: before.map((weight, at) => weight - after[at]!) };
  } finally {
    training.dispose();
  }
}

async function weights(training: Training): Promise<Float32Array> {
  const { tensors } = await training.snapshot();
  const own = Object.entries(tensors).filter(([name]) => name.startsWith('network/'));
  return Float32Array.from(own.flatMap(([, { values }]) => Array.from(values)));
}

async function stepTime(prepare: Prepare): Promise<number> {
  const training = trainingOf(conv4(), adam(), { size: 28, classes: 8, prepare });
  try {
    await training.advance(); // What is done once, is done now.
    const times: number[] = [];
    for (const since = performance.now(); times.length === 0 || performance.now() - since < timed;) {
      const start = performance.now();
      await training.advance();
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[times.length >> 1]!;
  } finally {
    training.dispose();
  }
}

const perClass = 4;

/** Every batch is the whole of a set of noise; only arithmetic is looked at. */
function trainingOf(
  model: Model,
  optimizer: Optimizer,
  { size, classes, prepare }: { size: number; classes: number; prepare: Prepare },
): Training {
  const rng = random(0, 'self-test');
  const count = classes * perClass;
  const train: ImageSet = {
    images: Float32Array.from({ length: count * size * size }, () => rng.uniform()),
    shape: [size, size, 1],
    labels: Int32Array.from({ length: count }, (_, at) => Math.floor(at / perClass)),
    classNames: Array.from({ length: classes }, (_, at) => String(at)),
  };
  const none: ImageSet = { ...train, images: new Float32Array(), labels: new Int32Array(), classNames: [] };
  const splits: Splits = { train, validation: none, test: none };
  const experiment = {
    data: { name: 'noise', options: {}, load: () => Promise.resolve(splits) },
    ...{ model, optimizer, sampler: configure(mPerClass, { classes, perClass }) },
    ...{ steps: 1, evaluateEvery: 1, recallAt: [1], seeds: [0] },
    variants: { it: { loss: configure(multiSimilarity) } },
  };
  return createTraining(experiment, 'it', 0, train, prepare);
}

const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

const largestDifference = (a: Float32Array, b: Float32Array) => largest(a.map((value, at) => value - b[at]!));
