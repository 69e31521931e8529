import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { pairs } from '../../../../src/lab/core/pairs';
import { random } from '../../../../src/lab/core/random';
import { tf, type Tensor1D, type Tensor2D } from '../../../../src/lab/core/tf';
import { binnedNegatives } from '../../../../src/lab/miners/binnedNegatives';
import { rhoRegularised } from '../../../../src/lab/miners/rhoRegularised';
import { normal, sameCompiled } from '../../../support/compiled';

const near = (actual: readonly number[], expected: readonly number[]) =>
  actual.forEach((value, at) => assert.ok(Math.abs(value - expected[at]!) < 1e-4, `${at}: ${value}`));

describe('binnedNegatives', () => {
  // Bins: up to 0.4, up to 0.8, beyond.
  const range = { nearest: 0, farthest: 1.2 };
  const distance = () => tf.tensor2d([[0, 0.1, 0.3, 0.5, 1, 1.9]]);
  const negative = () => tf.tensor2d([[0, 1, 1, 1, 1, 1]]);
  const chances = (...weights: number[]) => [
    ...binnedNegatives(distance(), negative(), tf.tensor1d(weights), range).dataSync(),
  ];

  it('draws by the weight of the bin', () => {
    near(chances(1, 0, 0), [0, 0.5, 0.5, 0, 0, 0]);
    near(chances(0, 1, 0), [0, 0, 0, 1, 0, 0]);
    near(chances(0, 0, 1), [0, 0, 0, 0, 0.5, 0.5]);
    near(chances(1, 2, 0.5), [0, 0.2, 0.2, 0.4, 0.1, 0.1]);
  });

  it('draws any negative where no bin of weight has one, and none where there is none', () => {
    const far = tf.tensor2d([
      [1.5, 1.6, 1.7],
      [0, 0, 0],
    ]);
    const mask = tf.tensor2d([
      [0, 1, 1],
      [0, 0, 0],
    ]);
    const drawn = binnedNegatives(far, mask, tf.tensor1d([1, 0, 0]), range);
    near([...drawn.dataSync()], [0, 0.5, 0.5, 0, 0, 0]);
  });

  it('is a constant in the backward pass, and the same compiled', async () => {
    const weights = tf.tensor1d([0.2, 0.3, 0.5]);
    const slope = tf.grad((x) =>
      binnedNegatives(x as Tensor2D, negative(), weights)
        .square()
        .sum(),
    )(distance());
    assert.deepEqual(new Set(slope.dataSync()), new Set([0]));
    await sameCompiled([distance(), negative(), weights], (d, n, w) =>
      binnedNegatives(d as Tensor2D, n as Tensor2D, w as Tensor1D, range),
    );
  });

  it('refuses a single bin, and a range that is none', () => {
    assert.throws(() => chances(1), new LabError('binnedNegatives: it takes two bins at least; got 1'));
    assert.throws(
      () => binnedNegatives(distance(), negative(), tf.tensor1d([1, 0]), { nearest: 2 }),
      /farthest must be above nearest, 2; got 1.4/,
    );
  });
});

describe('rhoRegularised', () => {
  const labels = () => tf.tensor1d([0, 0, 0, 1, 1, 2], 'int32');
  const all = () => pairs(tf.ones([6, 1]), labels());
  const distance = () => tf.ones([6, 6]) as Tensor2D;
  const draws = (seed: number) => {
    const rng = random(seed, 'draws');
    return tf.tensor2d(
      Array.from({ length: 18 }, () => rng.uniform()),
      [3, 6],
    );
  };
  const tuples = (seed: number, probability: number) =>
    tf.tidy(() => {
      const { positive, negative } = rhoRegularised(distance(), all(), 5, draws(seed), { probability });
      const at = (mask: Tensor2D) => (mask.arraySync() as number[][]).map((row) => row.indexOf(1));
      return { pulled: at(positive), pushed: at(negative) };
    });
  const classes = [0, 0, 0, 1, 1, 2];

  it('draws one positive and one negative for each anchor that has both', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { pulled, pushed } = tuples(seed, 0);
      classes.slice(0, 5).forEach((label, anchor) => {
        assert.ok(pulled[anchor] !== anchor && classes[pulled[anchor]!] === label);
        assert.ok(classes[pushed[anchor]!] !== label);
      });
      assert.deepEqual([pulled[5], pushed[5]], [-1, -1], 'a class of one has no tuple');
    }
  });

  it('pushes another of the class, and pulls none, where the coin says so', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { pulled, pushed } = tuples(seed, 1);
      assert.deepEqual(pulled, [-1, -1, -1, -1, -1, -1]);
      classes.slice(0, 5).forEach((label, anchor) => {
        assert.ok(pushed[anchor] !== anchor && classes[pushed[anchor]!] === label);
      });
      assert.equal(pushed[5], -1);
    }
  });

  it('switches as often as told', () => {
    let switched = 0;
    for (let seed = 0; seed < 200; seed++) {
      switched += tuples(seed, 0.4)
        .pulled.slice(0, 5)
        .filter((at) => at < 0).length;
    }
    assert.ok(Math.abs(switched / 1000 - 0.4) < 0.05, String(switched));
  });

  it('is a constant in the backward pass, and the same compiled', async () => {
    const d = normal<Tensor2D>([6, 6], 3).abs<Tensor2D>();
    const slope = tf.grad((x) => rhoRegularised(x as Tensor2D, all(), 5, draws(1)).negative.sum())(d);
    assert.deepEqual(new Set(slope.dataSync()), new Set([0]));
    const { positive, negative } = all();
    const masks = [positive.mul(1), negative.mul(1)]; // float32 on the host, too, not bytes
    await sameCompiled([d, ...masks, draws(1)], (x, p, n, u) =>
      Object.values(
        rhoRegularised(x as Tensor2D, { positive: p as Tensor2D, negative: n as Tensor2D }, 5, u as Tensor2D),
      ),
    );
  });

  it('refuses a probability that is none', () => {
    assert.throws(() => tuples(1, 1.5), /probability must be a number from 0 to 1; got 1.5/);
  });
});
