import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { random } from '../../../../src/lab/core/random';
import { tf, type Tensor2D } from '../../../../src/lab/core/tf';
import { euclideanDistance } from '../../../../src/lab/distances/euclideanDistance';
import { pairwiseDistance, type DistanceName } from '../../../../src/lab/distances/pairwiseDistance';
import { signalToNoise } from '../../../../src/lab/distances/signalToNoise';
import { squaredEuclideanDistance } from '../../../../src/lab/distances/squaredEuclideanDistance';
import { difference } from '../../../support/goldens';
import { distanceOf, mean, unit } from '../../../support/plain';

const rows = (count: number, scale = 1, offset = 0) => {
  const stream = random(1, 'distances', count);
  return Array.from({ length: count }, () =>
    Array.from({ length: 6 }, () => offset + scale * stream.normal()),
  );
};

describe('distances', () => {
  for (const distance of [
    'euclidean',
    'squaredEuclidean',
    'cosine',
    'dotProduct',
    'signalToNoise',
  ] as const) {
    for (const normalise of [true, false]) {
      it(`${distance}, ${normalise ? 'of unit rows' : 'raw'}, of each row to each`, () => {
        const [a, b] = [rows(4), rows(3)];
        const plain = distanceOf({ distance, normalise });
        const actual = pairwiseDistance('test', { distance, normalise }, tf.tensor2d(a), tf.tensor2d(b));
        assert.deepEqual(actual.shape, [4, 3]);
        const expected = a.flatMap((x) => b.map((y) => plain(x, y)));
        assert.equal(difference(actual.dataSync(), expected), null);
      });
    }
  }

  it('is exact for small distances far from the origin', () => {
    const x = rows(5, 0.01, 100);
    const stored = x.map((row) => [...Float32Array.from(row)]);
    const plain = distanceOf({ distance: 'euclidean', normalise: false });
    const actual = euclideanDistance(tf.tensor2d(x), tf.tensor2d(x));
    const expected = stored.flatMap((a) => stored.map((b) => plain(a, b)));
    assert.equal(difference(actual.dataSync(), expected), null);
  });

  it('is 0 with slope 0 between equal rows', () => {
    const x = tf.tensor2d([...rows(1), ...rows(1), ...rows(2)]);
    for (const f of [euclideanDistance, squaredEuclideanDistance]) {
      const d = f(x, x).arraySync();
      assert.deepEqual([d[0]![0], d[0]![1], d[2]![2]], [0, 0, 0], f.name);
      const slope = tf
        .grad((v) => f(v as Tensor2D, v as Tensor2D))(x)
        .dataSync();
      assert.ok([...slope].every(Number.isFinite), f.name);
    }
  });

  it('is the squared Euclidean distance where SNR takes unit rows of mean 0', () => {
    const centred = rows(4).map((row) => row.map((value) => value - mean(row)));
    const x = tf.tensor2d(centred.map(unit));
    assert.equal(difference(signalToNoise(x, x).dataSync(), squaredEuclideanDistance(x, x).dataSync()), null);
  });

  it('is finite, with a finite slope, where the signal does not vary', () => {
    for (const value of [0, 0.3, 1e6]) {
      const x = tf.fill([3, 6], value).concat(tf.tensor2d(rows(2))) as Tensor2D;
      const { value: d, grad } = tf.valueAndGrad((v) => signalToNoise(v as Tensor2D, v as Tensor2D).sum())(x);
      assert.ok([...d.dataSync(), ...grad.dataSync()].every(Number.isFinite), String(value));
    }
  });

  it('refuses a distance that there is not', () => {
    const distance = 'manhattan' as DistanceName;
    assert.throws(
      () => pairwiseDistance('triplet', { distance, normalise: true }, tf.ones([1, 1]), tf.ones([1, 1])),
      new LabError(
        "triplet: distance must be one of euclidean, squaredEuclidean, cosine, dotProduct, signalToNoise; got 'manhattan'",
      ),
    );
  });
});
