import assert from 'node:assert/strict';
import { random } from '../../../../src/lab/core/random';
import { tf, type Tensor, type Tensor4D } from '../../../../src/lab/core/tf';
import { startEngine } from '../../../../src/lab/engine/engine';

const from = { resolveFrom: [], wasmFolder: 'dist/wasm' };

/** A tensor of standard normal numbers that a seed and a shape alone decide. */
function normal<T extends Tensor>(shape: number[], seed: number): T {
  const rng = random(seed, ...shape);
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal());
  return tf.tensor(values, shape) as T;
}

/** What `compute` gives on a backend, with its shape. */
async function on(backend: string, compute: () => Tensor): Promise<{ shape: number[]; values: number[] }> {
  await tf.setBackend(backend);
  const result = tf.tidy(compute);
  const values = Array.from(await result.data());
  result.dispose();
  return { shape: result.shape, values };
}

/** Holds the patched kernel against TensorFlow.js's reference, and checks that it leaves nothing behind. */
async function sameOnBoth(compute: () => Tensor, tolerance = 2e-5): Promise<void> {
  const expected = await on('cpu', compute);
  await tf.setBackend('wasm');
  const before = tf.engine().backend.numDataIds();
  const actual = await on('wasm', compute);
  assert.equal(tf.engine().backend.numDataIds(), before, 'the kernel leaves data in the heap');
  assert.deepEqual(actual.shape, expected.shape);
  const scale = Math.max(1, ...expected.values.map(Math.abs));
  actual.values.forEach((value, at) => {
    const expectedValue = expected.values[at]!;
    const error = Math.abs(value - expectedValue) / scale;
    assert.ok(error <= tolerance, `at ${at}: ${value}, expected ${expectedValue}`);
  });
}

interface Convolution {
  readonly x: [number, number, number, number];
  readonly filter: [number, number, number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
}

const convolutions: Convolution[] = [
  { x: [2, 8, 8, 3], filter: [3, 3, 3, 4], strides: 1, pad: 'same' },
  { x: [3, 7, 5, 2], filter: [3, 3, 2, 5], strides: 1, pad: 'valid' },
  { x: [1, 1, 1, 1], filter: [3, 3, 1, 1], strides: 1, pad: 'same' },
  { x: [2, 1, 6, 2], filter: [1, 1, 2, 3], strides: 1, pad: 'valid' },
  { x: [2, 9, 9, 1], filter: [3, 3, 1, 2], strides: 2, pad: 'same' },
  { x: [2, 10, 7, 3], filter: [3, 2, 3, 2], strides: [2, 3], pad: 'valid' },
  { x: [2, 8, 9, 2], filter: [4, 4, 2, 3], strides: 1, pad: 'same' },
  { x: [2, 8, 8, 2], filter: [5, 5, 2, 3], strides: 3, pad: 'same' },
  { x: [2, 6, 6, 2], filter: [3, 3, 2, 2], strides: 1, pad: 2 },
  { x: [1, 5, 5, 2], filter: [5, 5, 2, 3], strides: 1, pad: 'valid' },
  { x: [2, 4, 4, 2], filter: [1, 1, 2, 2], strides: 1, pad: 1 },
];

interface Pooling {
  readonly x: [number, number, number, number];
  readonly size: number;
  readonly strides: number;
  readonly pad: 'same' | 'valid';
}

const poolings: Pooling[] = [
  { x: [2, 8, 8, 3], size: 2, strides: 2, pad: 'valid' },
  { x: [2, 7, 5, 3], size: 2, strides: 2, pad: 'valid' },
  { x: [2, 7, 5, 3], size: 2, strides: 2, pad: 'same' },
  { x: [1, 9, 9, 2], size: 3, strides: 2, pad: 'same' },
  { x: [1, 1, 1, 1], size: 1, strides: 1, pad: 'same' },
  { x: [1, 6, 6, 2], size: 3, strides: 1, pad: 'valid' },
];

describe('the patched wasm kernels give what the reference gives', () => {
  before(async () => {
    await startEngine('cpu', from);
    await startEngine('wasm', from);
  });

  for (const { x, filter, strides, pad } of convolutions) {
    const name = `[${x}] with [${filter}], strides ${strides}, ${pad}`;
    const output = () => tf.conv2d(normal<Tensor4D>(x, 1), normal<Tensor4D>(filter, 2), strides, pad);
    const slope = (wrt: 'x' | 'filter') => () => {
      const dy = normal<Tensor4D>(output().shape, 3);
      const [dx, dFilter] = tf.grads((a: Tensor, b: Tensor) =>
        tf.conv2d(a as Tensor4D, b as Tensor4D, strides, pad),
      )([normal(x, 1), normal(filter, 2)], dy);
      return wrt === 'x' ? dx! : dFilter!;
    };
    it(`convolution, slope of the input: ${name}`, () => sameOnBoth(slope('x')));
    it(`convolution, slope of the filter: ${name}`, () => sameOnBoth(slope('filter')));
  }

  it('convolution, slope of the filter, over more images than one product takes', () => {
    const shape: [number, number, number, number] = [150, 16, 16, 48];
    return sameOnBoth(() => {
      const dy = normal<Tensor4D>([150, 16, 16, 2], 3);
      const loss = (filter: Tensor) => tf.conv2d(normal<Tensor4D>(shape, 1), filter as Tensor4D, 1, 'same');
      return tf.grad(loss)(normal([3, 3, 48, 2], 2), dy);
    }, 1e-4);
  });

  for (const { x, size, strides, pad } of poolings) {
    const pool = (input: Tensor) => tf.maxPool(input as Tensor4D, size, strides, pad);
    for (const [kind, shift] of [
      ['mixed', 0],
      ['negative', -10],
    ] as const) {
      it(`max-pool, slope of ${kind} numbers: [${x}], size ${size}, strides ${strides}, ${pad}`, () =>
        sameOnBoth(() => {
          const input = normal(x, 1).add(shift);
          return tf.grad(pool)(input, normal(pool(input).shape, 2));
        }));
    }
  }

  it('max-pool gives the slope of equal numbers to the first', () =>
    sameOnBoth(() =>
      tf.grad((x: Tensor) => tf.maxPool(x as Tensor4D, 2, 2, 'valid'))(tf.ones([1, 4, 4, 2])),
    ));

  for (const [transposeA, transposeB] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const) {
    for (const batch of [[], [1], [3]]) {
      it(`product of matrices, batch [${batch}], transposed: ${transposeA}, ${transposeB}`, () =>
        sameOnBoth(() => {
          const a = normal([...batch, ...(transposeA ? [5, 7] : [7, 5])], 1);
          const b = normal([...batch, ...(transposeB ? [3, 5] : [5, 3])], 2);
          return tf.matMul(a, b, transposeA, transposeB);
        }));
    }
  }

  for (const [shape, axes, keepDims] of [
    [[33, 4], [0], false],
    [[64, 3], [0], true],
    [[5, 7, 3, 2], [0, 1, 2], false],
    [[1, 6], [0], false],
    [[101, 1], [0], true],
    [[2, 9], [0], false],
    [[6, 5], [1], false],
    [[6, 5, 4], [1], true],
    [[12], [0], false],
    [[3, 4], [0, 1], false],
    [[19, 3], [-2], false],
  ] as [number[], number[], boolean][]) {
    it(`sum of [${shape}] over [${axes}]${keepDims ? ', axes kept' : ''}`, () =>
      sameOnBoth(() => tf.sum(normal(shape, 1), axes, keepDims)));
  }

  it('sum of whole numbers over a leading axis', () =>
    sameOnBoth(() => tf.sum(tf.tensor2d([...Array(60).keys()], [20, 3], 'int32'), 0)));

  it('sum leaves its input as it was', async () => {
    await tf.setBackend('wasm');
    const x = normal([40, 3], 1);
    const before = Array.from(await x.data());
    x.sum(0).dispose();
    assert.deepEqual(Array.from(await x.data()), before);
    x.dispose();
  });

  it('slope of a gather, with a row taken twice and one never', () =>
    sameOnBoth(() => {
      const rows = tf.tensor1d([2, 0, 2, 3], 'int32');
      return tf.grad((x: Tensor) => tf.gather(x, rows))(normal([5, 3], 1), normal([4, 3], 2));
    }));

  it('segments that are out of range add to nothing', () =>
    sameOnBoth(() => tf.unsortedSegmentSum(normal([4, 2], 1), tf.tensor1d([0, -1, 5, 0], 'int32'), 3)));
});
