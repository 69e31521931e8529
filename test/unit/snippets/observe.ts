import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Reference } from '../../../src/lab/core/pairs';
import type { IdeaEntry } from '../../../src/protocol/idea';
import type { Bundle, Idea } from './experiments';

/** A batch of 12: four classes, one of them with a single row. */
const labels = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3];
const dimension = 5;
const classes = 4;
/** Where a memory of earlier embeddings is wanted. */
const memorySize = 16;

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
    distance() {
      const all = [rows(4), rows(6)];
      return { all, sloped: all };
    },
    sampler: () => ({
      all: [Int32Array.from({ length: 200 }, (_, at) => at % 20), random(3, 'sampler')],
      sloped: [],
    }),
    metric: () => ({ all: [[2, 3, 7, 8], 2].slice(0, idea.length), sloped: [] }),
    miner: () => ({ all: [distance, pairs], sloped: [] }),
    'miner/distanceWeighted': () => ({ all: [distance, pairs.negative, dimension], sloped: [] }),
  };
  const make = makers[id] ?? makers[kind];
  if (!make) throw new Error(`say here what ${id} takes`);
  return make();
}

/** All that an idea gives: values, then its slopes. */
export function observe({ tf }: Bundle, idea: Idea, { all, sloped }: Inputs): number[][] {
  const values = numbersIn(idea(...all));
  if (sloped.length === 0) return values;
  const weighted = (...given: Tensor[]) => {
    const value = idea(...all.map((input) => given[sloped.indexOf(input as Tensor)] ?? input)) as Tensor;
    return value.mul(tf.range(1, value.size + 1).reshape(value.shape)).sum();
  };
  return [...values, ...numbersIn(tf.grads(weighted as Parameters<typeof tf.grads>[0])([...sloped]))];
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
