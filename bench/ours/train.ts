import type { Prepare } from '../../src/lab/core/prepare';
import { random } from '../../src/lab/core/random';
import type { ImageSet, Splits } from '../../src/lab/datasets/dataset';
import { multiSimilarity } from '../../src/lab/losses/multiSimilarity';
import { triplet } from '../../src/lab/losses/triplet';
import { conv4 } from '../../src/lab/models/conv4';
import { mlp } from '../../src/lab/models/mlp';
import type { Model } from '../../src/lab/models/model';
import { resnet18 } from '../../src/lab/models/resnet18';
import type { ConfiguredSampler } from '../../src/lab/samplers/configured';
import { adam } from '../../src/lab/training/adam';
import { configure } from '../../src/lab/training/configure';
import type { Criterion } from '../../src/lab/training/criterion';
import type { Optimizer } from '../../src/lab/training/optimizer';
import { areShort, stepsAtOnce } from '../../src/lab/training/stepsAtOnce';
import { createTraining, type Training } from '../../src/lab/training/training';
import type { Call, Question } from './worker';

const perClass = 4;

interface Setup {
  readonly batch: number;
  readonly model: Model;
  readonly loss: Criterion;
  readonly shape: ImageSet['shape'];
}

const setups: Readonly<Record<string, () => Setup>> = {
  conv4: () => ({
    batch: 128,
    model: conv4(),
    loss: configure(triplet, { mining: 'batchHard', distance: 'euclidean' }),
    shape: [28, 28, 1],
  }),
  mlp: () => ({
    batch: 128,
    model: mlp({ hidden: [512], dimension: 128 }),
    loss: configure(multiSimilarity),
    shape: [32, 64, 1],
  }),
  resnet18: () => ({
    batch: 64,
    model: resnet18({ dimension: 128 }),
    loss: configure(multiSimilarity),
    shape: [32, 32, 3],
  }),
};

/** Steps as a run makes them: several at once where they are short. */
export async function prepareTraining(
  { case: name }: Question,
  _folder: string,
  prepare: Prepare,
): Promise<Call> {
  const training = trainingOf(name, prepare);
  await training.advance(); // What is done once, is done now.
  const since = performance.now();
  await training.advance();
  const most = areShort((performance.now() - since) / 1000) ? stepsAtOnce : 1;
  const { length: times } = await training.advance(most);
  return Object.assign(async () => (await training.advance(most)).at(-1), { times });
}

/** A training of one of the setups. */
export function trainingOf(name: string, prepare: Prepare): Training {
  const { batch, model, loss, shape } = setups[name]!();
  const labels = Int32Array.from({ length: batch }, (_, at) => Math.floor(at / perClass));
  return trainingOn(model, loss, adam(), { shape, labels, classes: batch / perClass }, prepare);
}

/** A training whose every batch is the whole of a made-up set. */
function trainingOn(
  model: Model,
  loss: Criterion,
  optimizer: Optimizer,
  {
    shape,
    labels,
    classes,
  }: { readonly shape: ImageSet['shape']; readonly labels: Int32Array; readonly classes: number },
  prepare: Prepare,
): Training {
  const rng = random(0, 'bench');
  const numbers = labels.length * shape[0] * shape[1] * shape[2];
  const train: ImageSet = {
    images: Float32Array.from({ length: numbers }, () => rng.uniform()),
    shape,
    labels,
    classNames: Array.from({ length: classes }, (_, at) => String(at)),
  };
  const none: ImageSet = { images: new Float32Array(), shape, labels: new Int32Array(), classNames: [] };
  const splits: Splits = { train, validation: none, test: none };
  const everything = Int32Array.from(labels.keys());
  const sampler: ConfiguredSampler = {
    name: 'everything',
    options: {},
    batchSize: labels.length,
    *epoch() {
      yield everything;
    },
  };
  const data = { name: 'bench', options: {}, load: () => Promise.resolve(splits) };
  const rest = { steps: 1, evaluateEvery: 1, recallAt: [1], seeds: [0] };
  return createTraining(
    { data, model, sampler, optimizer, ...rest, variants: { it: { loss } } },
    'it',
    0,
    train,
    prepare,
  );
}
