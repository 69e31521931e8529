import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { pairs } from '../../../../src/lab/core/pairs';
import { tf, type Tensor2D } from '../../../../src/lab/core/tf';
import { reduceTriplets } from '../../../../src/lab/core/triplets';
import { angularTriplets } from '../../../../src/lab/miners/angularTriplets';
import { hardAwareCascade } from '../../../../src/lab/miners/hardAwareCascade';
import { tripletMargin } from '../../../../src/lab/miners/tripletMargin';
import { normal } from '../../../support/compiled';
import { difference } from '../../../support/goldens';

const places = [0, 1, 4, 2, 6];
const distance = tf.tensor2d(places.map((a) => places.map((b) => Math.abs(a - b))));
const all = pairs(tf.zeros([5, 1]), tf.tensor1d([0, 0, 0, 1, 1], 'int32'));

describe('tripletMargin', () => {
  it('counts the triplets of each pair', () => {
    // From 0: positives at 1 and 4, negatives at 2 and 6. Only (4, 2) has the nearer negative; by a margin of 2 (1, 2) counts.
    const hard = tripletMargin(distance, all, { kind: 'hard' });
    assert.deepEqual(hard.positive.arraySync()[0], [0, 0, 1, 0, 0]);
    assert.deepEqual(hard.negative.arraySync()[0], [0, 0, 0, 1, 0]);
    const within = tripletMargin(distance, all, { margin: 2 });
    assert.deepEqual(within.positive.arraySync()[0], [0, 1, 2, 0, 0]);
    assert.deepEqual(within.negative.arraySync()[0], [0, 0, 0, 2, 1]);
  });

  it('has the same counts in one block and in many', () => {
    // 110 rows make 1.3 million triplets: two blocks. The triplet loss counts them in its slope.
    const labels = tf.tensor1d(
      Array.from({ length: 110 }, (_, at) => at % 10),
      'int32',
    );
    const x = normal<Tensor2D>([110, 110], 3).abs() as Tensor2D;
    const masks = pairs(x, labels);
    const { positive, negative } = tripletMargin(x, masks, { margin: 0.5 });
    const hinge = (d: Tensor2D) =>
      reduceTriplets(d, masks, { margin: 0.5, smooth: false, semiHard: false, reduction: 'sum' });
    const slope = tf.grad((d) => hinge(d as Tensor2D))(x);
    assert.equal(difference(positive.sub(negative).dataSync(), slope.dataSync()), null);
  });
});

describe('angularTriplets', () => {
  it('keeps the negative that sees anchor and positive under a wide angle', () => {
    const x = [
      [-1, 0],
      [1, 0],
      [0, 2],
      [0, 20],
    ];
    const between = tf.tensor2d(x.map((a) => x.map((b) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!))));
    const masks = pairs(tf.zeros([4, 1]), tf.tensor1d([0, 0, 1, 2], 'int32'));
    // tan α = 2 / (2 · 2) and 2 / (2 · 20): 26.6 and 2.9 degrees.
    assert.deepEqual(angularTriplets(between, masks).negative.arraySync()[0], [0, 0, 1, 0]);
    assert.deepEqual(angularTriplets(between, masks, { angle: 2 }).negative.arraySync()[0], [0, 0, 1, 1]);
    assert.deepEqual(angularTriplets(between, masks, { angle: 27 }).positive.arraySync()[0], [0, 0, 0, 0]);
  });

  it('refuses an angle that no triangle has, and a reference without its own distances', () => {
    assert.throws(
      () => angularTriplets(distance, all, { angle: 90 }),
      new LabError('angularTriplets: angle must be above 0 and below 90 degrees; got 90'),
    );
    assert.throws(
      () => angularTriplets(distance.slice([0, 0], [2, 5]), all),
      new LabError(
        'angularTriplets: among must be float32 [5, 5], the distances among the others; got [2, 5]',
      ),
    );
  });
});

describe('hardAwareCascade', () => {
  it('keeps the hardest part, and all that is as hard as its last pair', () => {
    const { positive, negative } = hardAwareCascade(distance, all, { fraction: 0.4 });
    // 8 positive pairs, twice the distances 1, 3, 4 and 4: the farthest 4. 12 negative ones: the nearest 5, and one tie.
    assert.deepEqual(positive.arraySync()[0], [0, 0, 1, 0, 0]);
    assert.equal(positive.sum().dataSync()[0], 4);
    assert.equal(negative.sum().dataSync()[0], 8);
  });

  it('keeps nothing or everything at the ends', () => {
    const counts = (fraction: number) => {
      const { positive, negative } = hardAwareCascade(distance, all, { fraction });
      return [positive.sum().dataSync()[0], negative.sum().dataSync()[0]];
    };
    assert.deepEqual(counts(0), [0, 0]);
    assert.deepEqual(counts(1), [8, 12]);
  });

  it('refuses a part that is none', () => {
    assert.throws(
      () => hardAwareCascade(distance, all, { fraction: 20 }),
      new LabError('hardAwareCascade: fraction must be within 0 and 1; got 20'),
    );
  });
});
