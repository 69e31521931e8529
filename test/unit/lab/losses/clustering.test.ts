import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { clustering, defaults } from '../../../../src/lab/losses/clustering';
import { describeLoss } from '../../../support/describeLoss';
import { euclidean, hinge, sum, unit, type Rows } from '../../../support/plain';

/** Normalised mutual information of two labellings, from their table of counts. */
function nmi(a: readonly number[], b: readonly number[]): number {
  const share = (keep: (i: number) => boolean) => a.filter((_, i) => keep(i)).length / a.length;
  const kinds = (labels: readonly number[]) => [...new Set(labels)];
  const entropy = (labels: readonly number[]) =>
    -sum(kinds(labels).map((k) => share((i) => labels[i] === k)).map((p) => p * Math.log(p))); // prettier-ignore
  const mutual = sum(
    kinds(a).flatMap((k) =>
      kinds(b).map((l) => {
        const both = share((i) => a[i] === k && b[i] === l);
        const apart = share((i) => a[i] === k) * share((i) => b[i] === l);
        return both === 0 ? 0 : both * Math.log(both / apart);
      }),
    ),
  );
  const [most, least] = [Math.sqrt(Math.max(0, entropy(a) * entropy(b))), 1e-10];
  return (mutual + least) / (most + least);
}

/** Which medoid serves each row: itself, where it is one. */
const serving = (d: Rows, medoids: readonly number[]) =>
  d.map((row, i) =>
    medoids.includes(i) ? i : medoids.reduce((best, medoid) => (row[medoid]! < row[best]! ? medoid : best)),
  );

function greedy(d: Rows, y: readonly number[], gamma: number, clusters: number): number[] {
  const medoids: number[] = [];
  const score = (chosen: number[]) =>
    gamma * (1 - nmi(serving(d, chosen), y)) - sum(serving(d, chosen).map((j, i) => d[i]![j]!));
  while (medoids.length < Math.min(clusters, new Set(y).size)) {
    const open = y.flatMap((_, i) => (medoids.includes(i) ? [] : [i]));
    medoids.push(open.reduce((a, b) => (score([...medoids, b]) > score([...medoids, a]) ? b : a)));
  }
  return medoids;
}

function oracle(x: Rows, y: readonly number[], set: typeof defaults, at: Rows): number {
  const distances = (rows: Rows) => rows.map((a) => rows.map((b) => euclidean(unit(a), unit(b))));
  const [d, fixed] = [distances(x), distances(at)];
  const cost = (of: Rows, j: number) => sum(y.flatMap((c, i) => (c === y[j] ? [of[i]![j]!] : [])));
  const truth = [...new Set(y)].map(
    (c) =>
    y.flatMap((label, i) => (label === c ? [i] : [])).reduce((a, b) => (cost(fixed, b) < cost(fixed, a) ? b : a)), // prettier-ignore
  );
  const found = serving(fixed, greedy(fixed, y, set.gamma, set.clusters));
  const score = -sum(found.map((j, i) => d[i]![j]!)) + set.gamma * (1 - nmi(found, y));
  return hinge(score + sum(truth.map((j) => cost(d, j))));
}

describeLoss({
  name: 'clustering',
  loss: clustering,
  takesReference: false,
  defaults,
  settings: {
    'no margin': { gamma: 0 },
    'a wide margin': { gamma: 5 },
    'two medoids at most': { clusters: 2 },
  },
  paper: { gamma: 1 },
  oracle,
  known: [
    {
      name: 'two classes far apart, each in one point',
      x: [[1, 0], [1, 0], [0, 1], [0, 1]], // prettier-ignore
      y: [0, 0, 1, 1],
      value: 0,
    },
  ],
});

describe('clustering', () => {
  it('refuses a search of no steps', () => {
    assert.throws(
      () => clustering(tf.ones([2, 5]), tf.tensor1d([0, 1], 'int32'), { clusters: 0 }),
      new LabError('clustering: clusters must be a whole number of at least 1; got 0'),
    );
  });
});
