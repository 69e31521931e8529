import assert from 'node:assert/strict';
import type { Rank } from '@tensorflow/tfjs-core';
import { LabError } from '../../../../src/lab/core/labError';
import { tf, type Tensor2D } from '../../../../src/lab/core/tf';
import { defaults, triplet, variants } from '../../../../src/lab/losses/triplet';
import { describeLoss } from '../../../support/describeLoss';
import { difference } from '../../../support/goldens';
import { distanceOf, hinge, mean, partners, sum, type Rows } from '../../../support/plain';

type Triplet = readonly [a: number, p: number, n: number];

/** The triplets that a kind of mining picks, from distances at `at`. */
function mined(at: Rows, y: readonly number[], options: typeof defaults): Triplet[] {
  const distance = distanceOf(options);
  const d = (i: number, j: number) => distance(at[i]!, at[j]!);
  return at.flatMap((_, a) => {
    const { positives, negatives } = partners(y, a);
    if (options.mining === 'batchHard') {
      const far = positives.toSorted((p, q) => d(a, q) - d(a, p))[0];
      const near = negatives.toSorted((p, q) => d(a, p) - d(a, q))[0];
      return far === undefined || near === undefined ? [] : [[a, far, near] as const];
    }
    const all = positives.flatMap((p) => negatives.map((n) => [a, p, n] as const));
    if (options.mining === 'all') return all;
    return all.filter(([, p, n]) => d(a, n) > d(a, p) && d(a, n) < d(a, p) + options.margin);
  });
}

describeLoss({
  name: 'triplet',
  loss: triplet,
  defaults,
  variants,
  settings: {
    'all, mean': { mining: 'all' },
    'all, sum, smooth': { mining: 'all', reduction: 'sum', smooth: true, distance: 'euclidean' },
    'semi-hard, cosine, wide': { distance: 'cosine', margin: 0.6 },
    'all, swapped, smooth, SNR': { mining: 'all', swap: true, smooth: true, distance: 'signalToNoise' },
    'batch-hard, swapped': { mining: 'batchHard', swap: true },
    'batch-hard, cosine, nonzero': { mining: 'batchHard', distance: 'cosine', reduction: 'nonzero' },
  },
  paper: { margin: 0.2, mining: 'semiHard', distance: 'squaredEuclidean', normalise: true },
  oracle: (x, y, options, at) => {
    const distance = distanceOf(options);
    const terms = mined(at, y, options).map(([a, p, n]) => {
      const far = distance(x[a]!, x[n]!);
      const away = options.swap ? Math.min(far, distance(x[p]!, x[n]!)) : far;
      const gap = distance(x[a]!, x[p]!) - away + options.margin;
      return options.smooth ? Math.log1p(Math.exp(gap)) : hinge(gap);
    });
    return { mean: mean(terms), nonzero: mean(terms.filter((term) => term > 0)), sum: sum(terms) }[
      options.reduction
    ];
  },
  known: [
    {
      name: 'three points on a line: one positive at 1, one negative at 2 and at 1 from it',
      x: [[0], [1], [2]],
      y: [0, 0, 1],
      options: { mining: 'all', distance: 'euclidean', normalise: false, margin: 0.5 },
      value: 0.25, // the triplets (0, 1, 2) and (1, 0, 2): [1 - 2 + ½]₊ and [1 - 1 + ½]₊
    },
  ],
});

describe('triplet', () => {
  it('refuses a mining that there is not', () => {
    const options = { mining: 'hardest' } as unknown as Partial<typeof defaults>;
    assert.throws(
      () => triplet(tf.ones([2, 2]), tf.tensor1d([0, 1], 'int32'), options),
      new LabError("triplet: mining must be one of all, semiHard, batchHard; got 'hardest'"),
    );
  });

  /** Two classes in turn, all rows at the same place. */
  const collapsed = (rows: number) => ({
    x: tf.ones<Rank.R2>([rows, 1]),
    y: tf.tensor1d(
      Array.from({ length: rows }, (_, i) => i % 2),
      'int32',
    ),
  });
  const all = { mining: 'all', reduction: 'sum', margin: 0.5, normalise: false } as const;

  it('counts every triplet once where anchors have many positives', () => {
    const rows = 120;
    const { x, y } = collapsed(rows);
    const triplets = rows * (rows / 2 - 1) * (rows / 2);
    assert.equal(triplet(x, y, all).dataSync()[0], triplets * all.margin);
  });

  it('is the same where its few negatives are gone through in place of its positives', () => {
    const y = tf.tensor1d([0, 0, 0, 0, 0, 1, 1, 2], 'int32');
    const x = tf.randomNormal<Rank.R2>([8, 3], 0, 1, 'float32', 1);
    const comparable = tf.sub<Tensor2D>(1, tf.eye(8));
    for (const options of [all, { ...all, smooth: true }, { margin: 1 }, { ...all, swap: true }]) {
      const by = (fewNegatives: boolean) =>
        tf.valueAndGrad((rows) =>
          triplet(rows as Tensor2D, y, options, { embeddings: x, labels: y, comparable, fewNegatives }),
        )(x);
      const [few, many] = [by(true), by(false)];
      assert.equal(difference(few.value.dataSync(), many.value.dataSync()), null);
      assert.equal(difference(few.grad.dataSync(), many.grad.dataSync()), null);
      assert.ok(many.value.dataSync()[0]! > 0);
    }
  });

  it('holds matrices of pairs, not all triplets', async () => {
    const { x, y } = collapsed(160);
    const { numBytes } = tf.memory();
    const { peakBytes } = await tf.profile(() => triplet(x, y, all));
    const matrices = (peakBytes - numBytes) / (4 * 160 ** 2);
    assert.ok(matrices < 32, `${matrices} matrices`);
  });
});
