import '../../../support/backend';
import assert from 'node:assert/strict';
import { random } from '../../../../src/lab/core/random';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '../../../../src/lab/core/tf';
import { defaults, hardnessAware, noAverage, type Synthesis } from '../../../../src/lab/losses/hardnessAware';
import { interclassAdversary } from '../../../../src/lab/losses/interclassAdversary';
import { sameCompiled } from '../../../support/compiled';
import { difference } from '../../../support/goldens';

function normal(seed: number, ...shape: number[]): Tensor {
  const rng = random(seed, 'normal', ...shape);
  return tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal()),
    shape,
  );
}
const all = (x: Tensor) => [...x.dataSync()];

describe('hardnessAware', () => {
  const [B, D, F, W, C] = [6, 4, 5, 7, 3];
  const labels = tf.tensor1d([0, 0, 1, 1, 2, 2], 'int32');
  const x = () => normal(1, B, D) as Tensor2D;
  const last = normal(2, F, D) as Tensor2D;
  const parts = {
    features: normal(3, B, F) as Tensor2D,
    generator1: normal(4, D, W),
    bias1: normal(5, W),
    generator2: normal(6, W, F),
    bias2: normal(7, F),
    classifier: normal(8, F, C),
    bias: normal(9, C),
  };
  type Parts = Record<keyof typeof parts, Tensor>;
  const uniform = tf.tensor2d([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.05, 0.3, 0.55, 0.8, 0.2, 0.9], [2, B]);
  const given = (p: Parts, average: number, head = last): Synthesis => ({
    features: p.features as Tensor2D,
    head: (rows) => tf.matMul(rows, head),
    generator: [p.generator1 as Tensor2D, p.bias1, p.generator2 as Tensor2D, p.bias2],
    classifier: [p.classifier as Tensor2D, p.bias],
    average: tf.scalar(average),
    uniform,
  });

  /** The equations in loops over plain numbers. */
  function oracle(average: number, options: typeof defaults) {
    const { alpha, beta, lambda, labelFactor, margin } = options;
    const rows = (t: Tensor) => t.arraySync() as number[][];
    const unit = (row: readonly number[]) => row.map((value) => value / Math.hypot(...row));
    const distance = (a: readonly number[], b: readonly number[]) =>
      Math.hypot(...a.map((v, i) => v - b[i]!));
    const times = (row: readonly number[], t: Tensor) =>
      rows(t)[0]!.map((_, j) => row.reduce((sum, v, i) => sum + v * rows(t)[i]![j]!, 0));
    const plus = (row: readonly number[], t: Tensor) => row.map((v, i) => v + all(t)[i]!);
    const g = (z: readonly number[]) =>
      plus(
        times(
          plus(times(z, parts.generator1), parts.bias1).map((v) => Math.max(0, v)),
          parts.generator2,
        ),
        parts.bias2,
      );
    const crossEntropy = (y: readonly number[], label: number) => {
      const logits = plus(times(y, parts.classifier), parts.bias);
      return Math.log(logits.reduce((sum, v) => sum + Math.exp(v), 0)) - logits[label]!;
    };
    const z = rows(x()).map(unit);
    const y = rows(parts.features);
    const classes = [...labels.dataSync()];
    const [real, synthetic, soft, pull]: number[][] = [[], [], [], []];
    z.forEach((anchor, i) => {
      const positives = classes.flatMap((c, j) => (j !== i && c === classes[i] ? [j] : []));
      const negatives = classes.flatMap((c, j) => (c !== classes[i] ? [j] : []));
      const pick = (from: number[], u: number) => from[Math.floor(u * from.length)]!;
      const p = pick(positives, uniform.arraySync()[0]![i]!);
      const n = pick(negatives, uniform.arraySync()[1]![i]!);
      const [near, far] = [distance(anchor, z[p]!), distance(anchor, z[n]!)];
      const l0 = far > near ? (near + Math.exp(-alpha / average) * (far - near)) / far : 1;
      const moved = anchor.map((v, c) => v + l0 * (z[n]![c]! - v));
      const again = unit(times(g(moved), last));
      real!.push(Math.max(0, near ** 2 - far ** 2 + margin));
      synthetic!.push(Math.max(0, near ** 2 - distance(anchor, again) ** 2 + margin));
      soft!.push(crossEntropy(g(moved), classes[n]!));
      pull!.push(l0);
    });
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    const restored = z
      .flatMap((row, i) => g(row).map((v, c) => (y[i]![c]! - v) ** 2))
      .reduce((a, b) => a + b);
    const trust = Math.exp(-beta / (restored + lambda * labelFactor * mean(soft!)));
    return {
      loss: trust * mean(real!) + (1 - trust) * mean(synthetic!),
      average: average < noAverage ? 0.9 * average + 0.1 * mean(real!) : mean(real!),
      pull: pull!,
    };
  }

  for (const [name, average, options] of [
    ['at first, when nothing is pulled', noAverage, defaults],
    ['later', 0.3, { ...defaults, alpha: 0.2, beta: 3e3 }],
    ['with all weight on synthetic negatives', 0.1, { ...defaults, alpha: 0.05, beta: 1e9 }],
  ] as const) {
    it(`has the value of the equations: ${name}`, () => {
      const actual = hardnessAware(x(), labels, given(parts, average), options);
      const expected = oracle(average, options);
      assert.equal(difference(all(actual.loss), [expected.loss]), null);
      assert.equal(difference(all(actual.average), [expected.average]), null);
      assert.equal(difference(all(actual.pull), expected.pull), null);
    });
  }

  it('pulls no negative at first, and as near as the positive at the end', () => {
    const pulls = (average: number, alpha: number) =>
      all(hardnessAware(x(), labels, given(parts, average), { alpha }).pull);
    assert.ok(pulls(noAverage, 1).every((pull) => pull > 0.999));
    const { pull } = oracle(1e-3, { ...defaults, alpha: 90 });
    assert.equal(difference(pulls(1e-3, 90), pull), null);
    assert.ok(pull.some((value) => value < 0.9));
  });

  it('trains embeddings by J_m alone, generator and classifier by their own terms alone', () => {
    const names = Object.keys(parts) as (keyof typeof parts)[];
    const slopes = (options: object, ofLoss: (loss: Scalar) => Scalar = (loss) => loss) => {
      const f = (...values: Tensor[]) => {
        const p = Object.fromEntries(names.map((name, at) => [name, values[at + 1]!])) as Parts;
        return ofLoss(hardnessAware(values[0] as Tensor2D, labels, given(p, 0.3), options).loss);
      };
      const [toEmbeddings, ...others] = tf.grads(f)([x(), ...Object.values(parts)]);
      return {
        embeddings: all(toEmbeddings!),
        ...Object.fromEntries(names.map((n, at) => [n, all(others[at]!)])),
      };
    };
    // Real tuples alone count: whatever the generator does, embeddings do not feel it.
    const onReal = slopes({ beta: 0 }) as Record<string, number[]>;
    const plain = tf.grad(
      (e) => hardnessAware(e as Tensor2D, labels, given(parts, 0.3), { beta: 0, lambda: 9 }).loss,
    )(x());
    assert.deepEqual(onReal['embeddings'], all(plain));
    assert.ok(onReal['generator1']!.some((v) => v !== 0) && onReal['classifier']!.some((v) => v !== 0));
    assert.ok(
      onReal['features']!.every((v) => v === 0),
      'features are targets here',
    );
    // The generator's slope is that of J_gen, whether synthetic tuples count or not.
    const onSynthetic = slopes({ beta: 1e9 }) as Record<string, number[]>;
    assert.deepEqual(onSynthetic['generator2'], onReal['generator2']);
    assert.deepEqual(onSynthetic['classifier'], onReal['classifier']);
    assert.notDeepEqual(onSynthetic['embeddings'], onReal['embeddings']);
  });

  it('stays finite on batches that have no tuple, or nothing but duplicates', () => {
    for (const [rows, classes] of [
      [normal(1, B, D), [0, 0, 0, 0, 0, 0]],
      [normal(1, B, D), [0, 1, 2, 0, 1, 2].map((_, at) => at % 3)],
      [tf.ones([B, D]), [0, 0, 1, 1, 2, 2]],
      [tf.zeros([B, D]), [0, 0, 1, 1, 2, 2]],
    ] as const) {
      const y = tf.tensor1d([...classes], 'int32');
      const { value, grad } = tf.valueAndGrad(
        (e) => hardnessAware(e as Tensor2D, y, given(parts, noAverage)).loss,
      )(rows as Tensor2D);
      assert.ok([...all(value), ...all(grad)].every(Number.isFinite));
    }
  });

  it('is the same compiled', async () => {
    const names = Object.keys(parts) as (keyof typeof parts)[];
    await sameCompiled([x(), labels, ...Object.values(parts)], (e, y, ...values) => {
      const p = Object.fromEntries(names.map((name, at) => [name, values[at]!])) as Parts;
      return Object.values(hardnessAware(e as Tensor2D, y as Tensor1D, given(p, 0.3)));
    });
  });
});

describe('interclassAdversary', () => {
  const x = () => normal(1, 5, 4) as Tensor2D;
  const second = () => normal(2, 5, 3) as Tensor2D;
  const projector = () =>
    ({
      weights: [normal(3, 3, 6) as Tensor2D, normal(4, 6), normal(5, 6, 4) as Tensor2D, normal(6, 4)],
    }) as const;

  it('is the correlation of embedding and projection, negative', () => {
    // Both embeddings are (1, 0) at length 1. The projection is (2, 4) and (1, 0) more: at length 1 (0.6, 0.8).
    const known = {
      weights: [tf.tensor2d([[1], [0]]), tf.zeros([1]), tf.tensor2d([[2, 4]]), tf.tensor1d([1, 0])],
    } as const;
    const value = interclassAdversary(tf.tensor2d([[5, 0]]), tf.tensor2d([[7, 0]]), known);
    assert.equal(difference(all(value), [-(0.6 ** 2) / 2]), null);
  });

  it('makes the projector seek what the encoders hide', () => {
    const after = (step: number, moved: 'projector' | 'encoders') => {
      const [first, ...others] = projector().weights;
      const f = (e: Tensor, a: Tensor, w: Tensor) =>
        interclassAdversary(e as Tensor2D, a as Tensor2D, { weights: [w as Tensor2D, ...others] });
      const [ofE, ofA, ofW] = tf.grads(f)([x(), second(), first]) as [Tensor, Tensor, Tensor];
      const by = (part: typeof moved) => (part === moved ? step : 0);
      return -all(
        f(
          x().sub(ofE.mul(by('encoders'))),
          second().sub(ofA.mul(by('encoders'))),
          first.sub(ofW.mul(by('projector'))),
        ),
      )[0]!;
    };
    const before = after(0, 'projector');
    assert.ok(after(0.05, 'projector') > before, 'the projector finds less');
    assert.ok(after(0.05, 'encoders') < before, 'the encoders hide less');
  });

  it('is finite on rows of zeros, and the same compiled', async () => {
    const value = interclassAdversary(tf.zeros([5, 4]), tf.zeros([5, 3]), projector());
    assert.ok(all(value).every(Number.isFinite));
    await sameCompiled([x(), second(), ...projector().weights], (e, a, ...weights) =>
      interclassAdversary(e as Tensor2D, a as Tensor2D, {
        weights: weights as unknown as ReturnType<typeof projector>['weights'],
      }),
    );
  });

  it('refuses a projector that does not fit', () => {
    assert.throws(
      () => interclassAdversary(x(), tf.ones([5, 2]), projector()),
      /the projector must lead from 2 to 4 columns; got float32 \[3, 6\] and float32 \[6, 4\]/,
    );
  });
});
