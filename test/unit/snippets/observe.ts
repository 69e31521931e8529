import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Reference } from '../../../src/lab/core/pairs';
import type { AdaptiveSampler } from '../../../src/lab/samplers/configured';
import type { IdeaEntry } from '../../../src/protocol/idea';
import type { Bundle, Idea } from './experiments';

/** A batch of 12: four classes, one of them with a single row. */
const labels = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3];
const dimension = 5;
const classes = 4;
/** Where a memory of earlier embeddings is wanted. */
const memorySize = 16;

/** Metrics that compare clusters with classes, and those of labelled embeddings; the others are of ranks. */
const ofClusterings = [
  'adjustedMutualInformation',
  'adjustedRandIndex',
  'normalisedMutualInformation',
  'pairF1',
];
const ofSets = [
  'alignment',
  'classDistances',
  'cumulativeSpectralGradient',
  'spectralDecay',
  'uniformity',
];

/** What an idea takes before its options, and which of it slopes go to. */
export interface Inputs {
  readonly all: readonly unknown[];
  readonly sloped: readonly Tensor[];
}

/** Inputs for an idea, the same at every call. */
export function inputsFor(
  { tf, random }: Pick<Bundle, 'tf' | 'random'>, { id, kind, defaults }: IdeaEntry, idea: Idea): Inputs {
  const rng = random(7, id);
  const rows = (count: number, columns = dimension) =>
    tf.tensor2d(
      Array.from({ length: count * columns }, () => rng.normal()),
      [count, columns],
    );
  const x = rows(labels.length);
  const y = tf.tensor1d(labels, 'int32');
  const same = tf.equal(y.expandDims(1), y.expandDims(0)).toFloat();
  const pairs = { positive: same.sub(tf.eye(labels.length)), negative: tf.sub(1, same) };
  const distance = rows(labels.length, labels.length).abs();
  const uniform = (draws: number) => rows(draws, labels.length).sigmoid();
  const projector = {
    weights: [rows(3, 6), rows(1, 6).flatten(), rows(6, dimension), rows(1, dimension).flatten()],
  };

  const clustering = () => ({ all: [labels, labels.map((label, row) => (label + (row % 3)) % 4)], sloped: [] });
  const embedded = { embeddings: Float32Array.from(x.dataSync()), dimension, labels };
  const set = () => ({ all: [embedded], sloped: [] });
  const makers: Readonly<Partial<Record<string, () => Inputs>>> = {
    loss() {
      // Parameters before the first with a default: embeddings, labels, and proxies where the loss has them.
      const all = [x, y, rows(classes * Number(defaults['centres'] ?? 1))].slice(0, idea.length);
      return { all, sloped: all.filter((one) => one !== y) };
    },
    regularizer() {
      // As many rows and columns as centres and heads divide.
      const all = [rows(2 * Number(defaults['centres'] ?? 6), 6)];
      return { all, sloped: all };
    },
    'loss/margin'() {
      const beta = rows(classes, 1).abs().reshape([classes]);
      return { all: [x, y, beta], sloped: [x, beta] };
    },
    'loss/crossBatchMemory'() {
      const memory = {
        embeddings: rows(memorySize),
        labels: tf.tensor1d(Array.from({ length: memorySize }, (_, at) => (at % 5) - 1), 'int32'),
        steps: tf.scalar(3),
      };
      const pairLoss = (a: Tensor2D, _: Tensor1D, reference?: Reference) =>
        a.matMul(reference!.embeddings, false, true).mul(reference!.comparable).square().sum();
      return { all: [x, y, memory, pairLoss], sloped: [] };
    },
    'loss/graphContrastive'() {
      const edges = tf.tensor2d(labels.map((_, at) => [at, (at + 1) % labels.length]), undefined, 'int32');
      return { all: [x, edges, tf.tensor1d(labels.map((_, at) => at % 3 === 0 ? 1 : 0))], sloped: [x] };
    },
    'loss/logRatio': () => ({ all: [x, rows(labels.length, 2)], sloped: [x] }),
    'loss/multipleInstance'() {
      const all = [rows(4, 6), rows(4, 6)];
      return { all, sloped: all };
    },
    'loss/symmetricTriplet': () => ({ all: [x, tf.tensor1d([0, 2, 1, 2], 'int32')], sloped: [x] }),
    distance() {
      const all = [rows(4), rows(6)];
      return { all, sloped: all };
    },
    sampler: () => ({
      all: [Int32Array.from({ length: 200 }, (_, at) => at % 20), random(3, 'sampler')],
      sloped: [],
    }),
    ...Object.fromEntries(
      ['category', 'hierarchical'].map((name) => [
        `sampler/${name}`,
        () => {
          const given = Int32Array.from({ length: 600 }, (_, at) => at % 20);
          const settings = name === 'category' ? { batchSize: 64 } : {};
          return { all: [given, random(3, 'sampler'), settings, given.map((label) => label % 2)], sloped: [] };
        },
      ]),
    ),
    'sampler/uniform': () => ({ all: [new Int32Array(600), random(3, 'sampler')], sloped: [] }),
    ...Object.fromEntries(
      ['divideAndConquer', 'interclassCharacteristics', 'samplingPolicy', 'stochasticClassMining'].map((name) => [
        `sampler/${name}`,
        () => ({ all: [], sloped: [] }),
      ]),
    ),
    metric: () => ({ all: [[2, 3, 7, 8], 2].slice(0, idea.length), sloped: [] }),
    ...Object.fromEntries(ofClusterings.map((name) => [`metric/${name}`, clustering])),
    ...Object.fromEntries(ofSets.map((name) => [`metric/${name}`, set])),
    statistic: () => ({ all: [[3, 5, 4, 6, 9], [2, 6, 1, 7, 4]].slice(0, idea.length), sloped: [] }),
    'metric/kReciprocal': () => ({ all: [embedded, 3], sloped: [] }),
    'metric/metricFusion': () => ({ all: [[embedded, embedded], { neighbours: 3 }], sloped: [] }),
    miner: () => ({ all: [distance, pairs], sloped: [] }),
    'miner/binnedNegatives': () => ({
      all: [distance, pairs.negative, tf.tensor1d([0, 0.2, 0.8])],
      sloped: [],
    }),
    'miner/rhoRegularised': () => ({ all: [distance, pairs, dimension, uniform(3)], sloped: [] }),
    'loss/interclassAdversary': () => ({
      all: [x, y.expandDims(1).toFloat().add(rows(labels.length, 3)), projector],
      sloped: [x],
    }),
    'loss/hardnessAware'() {
      const features = rows(labels.length, 4);
      const generator = [rows(dimension, 6), rows(1, 6).flatten(), rows(6, 4), rows(1, 4).flatten()];
      const classifier = [rows(4, classes), rows(1, classes).flatten()];
      const last = rows(4);
      const head = (given: Tensor2D) => given.matMul(last);
      const given = { features, head, generator, classifier, average: tf.scalar(0.3), uniform: uniform(2) };
      return { all: [x, y, given], sloped: [] };
    },
    'miner/distanceWeighted': () => ({ all: [distance, pairs.negative, dimension], sloped: [] }),
  };
  const make = makers[id] ?? makers[kind];
  if (!make) throw new Error(`say here what ${id} takes`);
  return make();
}

/** All that an idea gives: values, then its slopes. */
export async function observe(
  { tf, random }: Bundle,
  idea: Idea,
  { all, sloped }: Inputs,
): Promise<number[][]> {
  const result = await collected(idea(...all));
  const values = numbersIn(isAdaptive(result) ? firstBatches(result, random) : result);
  if (sloped.length === 0) return values;
  const weighted = (...given: Tensor[]) => {
    const value = idea(...all.map((input) => given[sloped.indexOf(input as Tensor)] ?? input)) as Tensor;
    return value.mul(tf.range(1, value.size + 1).reshape(value.shape)).sum();
  };
  return [...values, ...numbersIn(tf.grads(weighted as Parameters<typeof tf.grads>[0])([...sloped]))];
}

/** What comes bit by bit, as one row of numbers. */
async function collected(result: unknown): Promise<unknown> {
  if (typeof result !== 'object' || result === null || !(Symbol.asyncIterator in result)) return result;
  const items: unknown[] = [];
  for await (const item of result as AsyncIterable<unknown>) items.push(item);
  return Int32Array.from(items.flatMap(numbersIn).flat());
}

const isAdaptive = (result: unknown): result is AdaptiveSampler =>
  typeof result === 'object' && result !== null && 'draw' in result;

/** An adaptive sampler's first batches, before it has looked at anything. */
function firstBatches(sampler: AdaptiveSampler, random: Bundle['random']): Int32Array {
  const training = { labels: Int32Array.from({ length: 400 }, (_, at) => at % 40), dimension: 8 };
  const state = sampler.initialState(training);
  const drawn = [0, 1, 2, 3].flatMap((step) => {
    const { indices, extra } = sampler.draw(state, training, random(3, 'sampler', step), step);
    return [...indices, ...Object.values(extra).flatMap(({ values }) => [...values])];
  });
  return Int32Array.from(drawn);
}

/** The numbers of a result of any form: a number, a tensor, batches, or an object of those. */
function numbersIn(result: unknown): number[][] {
  if (typeof result === 'number') return [[result]];
  if (result instanceof Int32Array) return [[...result]];
  const { dataSync } = result as { dataSync?: () => ArrayLike<number> };
  if (dataSync) return [Array.from(dataSync.call(result))];
  const parts = Symbol.iterator in (result as object) ? [...(result as Iterable<unknown>)] : Object.values(result as object);
  return parts.flatMap(numbersIn);
}
