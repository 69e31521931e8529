import type { DistanceName } from '../../src/lab/distances/pairwiseDistance';

/** Vectors as plain numbers, in doubles: what oracles are written with. */
export type Rows = readonly (readonly number[])[];

export const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);
export const length = (a: readonly number[]) => Math.sqrt(dot(a, a));
export const unit = (a: readonly number[]) => a.map((value) => value / Math.max(length(a), 1e-12));
export const cosine = (a: readonly number[], b: readonly number[]) => dot(unit(a), unit(b));
export const squaredEuclidean = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
export const euclidean = (a: readonly number[], b: readonly number[]) => Math.sqrt(squaredEuclidean(a, b));
export const hinge = (x: number) => Math.max(0, x);
export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]) => sum(values) / Math.max(1, values.length);
export const variance = (values: readonly number[]) =>
  mean(values.map((value) => (value - mean(values)) ** 2));

/** -log of the share that one of the logits has in their softmax. */
export const softmaxCrossEntropy = (logits: readonly number[], own: number) =>
  Math.log(sum(logits.map((value) => Math.exp(value - logits[own]!))));

/** The distance that a loss's options name. */
export function distanceOf(options: { distance: DistanceName; normalise: boolean }) {
  const ready = options.normalise ? unit : (a: readonly number[]) => a;
  const between = {
    euclidean,
    squaredEuclidean,
    cosine: (a: readonly number[], b: readonly number[]) => 1 - cosine(a, b),
    dotProduct: (a: readonly number[], b: readonly number[]) => -dot(a, b),
    signalToNoise: (a: readonly number[], b: readonly number[]) =>
      variance(b.map((value, i) => value - a[i]!)) / variance(a),
  }[options.distance];
  return (a: readonly number[], b: readonly number[]) => between(ready(a), ready(b));
}

/** Of a batch: the indices of the rows of the same class as row i, without i, and of the others. */
export function partners(labels: readonly number[], i: number) {
  const indices = labels.map((_, j) => j).filter((j) => j !== i);
  return {
    positives: indices.filter((j) => labels[j] === labels[i]),
    negatives: indices.filter((j) => labels[j] !== labels[i]),
  };
}
