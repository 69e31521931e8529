import assert from 'node:assert/strict';
import * as runtime from 'onnxruntime-node';
import { traced } from '../../../../src/lab/compiler/backend';
import { compiler } from '../../../../src/lab/compiler/compile';
import { inOrder, type Graph, type Input } from '../../../../src/lab/compiler/graph';
import { rules, simplified } from '../../../../src/lab/compiler/rules';
import { pixelsFirst } from '../../../../src/lab/compiler/rules/pixelsFirst';
import { eager, type TensorFunction } from '../../../../src/lab/core/prepare';
import { tf, type Tensor, type Tensor4D } from '../../../../src/lab/core/tf';
import { normal, sameTensor } from '../../../support/compiled';
import { brokenLaws } from '../../../support/graphLaws';

type Named = Readonly<Record<string, Tensor>>;
type Strides = number | [number, number];

const rulesFor = (graph: Graph) => pixelsFirst(graph) ?? assert.fail('another order');
const prepare = compiler(runtime, {
  options: { intraOpNumThreads: 2 },
  wayFor: (graph) => ({ rules: rulesFor(graph) }),
});

/** A filter of which results are as large as the images. */
const scaled = (shape: number[]) => normal(shape, 2).div(Math.sqrt(shape[0]! * shape[1]! * shape[2]!));

/** The function of tensors of these shapes, as it is recorded. */
function recorded(f: TensorFunction, tensors: Named): Promise<Graph> {
  const inputs = Object.entries(tensors).map(([name, { shape }]): Input => ({
    kind: 'input',
    name,
    shape,
    dtype: 'float32',
  }));
  return traced(f, inputs);
}

/** Part of the largest number: points beyond 1 cost a digit. */
const tolerance = 1e-5;

async function isSame(f: TensorFunction, tensors: Named, gone: readonly string[]): Promise<void> {
  const whole = await recorded(f, tensors);
  const graph = simplified(whole, [...rulesFor(whole), ...rules]);
  assert.deepEqual(brokenLaws(graph), []);
  const left = inOrder(graph).filter((value) => value.kind === 'node' && gone.includes(value.op));
  assert.deepEqual(left, []);
  const [actual, expected] = [await prepare(f)(tensors), await eager(f)(tensors)];
  for (const [name, tensor] of Object.entries(expected)) sameTensor(actual[name]!, tensor, tolerance, name);
}

describe('networks with pixels first', () => {
  const convolutions: readonly [
    x: number[],
    filter: number[],
    strides: Strides,
    pad: 'same' | 'valid' | number,
  ][] = [
    [[2, 8, 8, 64], [3, 3, 64, 80], 1, 1],
    [[2, 7, 5, 64], [3, 3, 64, 64], 1, 1],
    [[3, 3, 1, 64], [3, 3, 64, 64], 1, 1],
    [[2, 6, 7, 64], [3, 2, 64, 64], 1, 'valid'],
    [[2, 4, 5, 64], [3, 3, 64, 64], 1, 2],
    [[2, 8, 10, 64], [3, 3, 64, 64], 2, 1],
    [[2, 9, 7, 64], [3, 3, 64, 64], 2, 'same'],
    [[2, 8, 8, 64], [1, 1, 64, 96], 2, 0],
    [[2, 7, 8, 64], [1, 1, 64, 64], [2, 1], 'valid'],
    [[2, 4, 3, 64], [1, 1, 64, 64], 1, 'valid'],
    [[2, 6, 5, 128], [3, 3, 128, 64], 1, 'same'],
  ];
  for (const [x, filter, strides, pad] of convolutions) {
    it(`convolve as the reference: [${x}] with [${filter}], strides ${strides}, ${pad}`, () => {
      const convolve = (a: Tensor, b: Tensor) => tf.conv2d(a as Tensor4D, b as Tensor4D, strides, pad);
      const f: TensorFunction = ({ images, weights }) => {
        const y = convolve(images!, weights!);
        const [dx, dw] = tf.grads(convolve)([images!, weights!], tf.sin(tf.add(tf.onesLike(y), y)));
        return { y, dx: dx!, dw: dw! };
      };
      return isSame(f, { images: normal(x, 1), weights: scaled(filter) }, ['Conv', 'ConvTranspose']);
    });
  }

  const stems: readonly [x: number[], filter: number[], strides: Strides, pad: 'same' | 'valid' | number][] =
    [
      [[2, 8, 7, 3], [3, 3, 3, 10], 1, 1],
      [[3, 9, 9, 1], [5, 4, 1, 8], 2, 'same'],
      [[2, 8, 8, 2], [1, 2, 2, 8], 2, 'valid'],
    ];
  for (const [x, filter, strides, pad] of stems) {
    it(`convolve few channels as the reference: [${x}] with [${filter}], strides ${strides}, ${pad}`, () => {
      const f: TensorFunction = ({ images, weights }) => {
        const convolve = (w: Tensor) => tf.conv2d(images as Tensor4D, w as Tensor4D, strides, pad);
        const y = convolve(weights!);
        return { y, dw: tf.grad(convolve)(weights!, tf.sin(tf.add(tf.onesLike(y), y))) };
      };
      return isSame(f, { images: normal(x, 1), weights: scaled(filter) }, ['Conv']);
    });
  }

  it('sum over images and pixels as the reference, by products', () => {
    const f: TensorFunction = ({ images, filter }) => {
      const y = tf.conv2d(images as Tensor4D, filter as Tensor4D, 1, 'same');
      return { sum: y.sum([0, 1, 2]), kept: y.square().sum([0, 1, 2], true) };
    };
    return isSame(f, { images: normal([5, 4, 3, 3], 1), filter: normal([3, 3, 3, 7], 2) }, ['ReduceSum']);
  });

  const first = tf.ones([1, 1, 3, 4]);
  const ties = (shape: number[]) => normal(shape, 1).mul(2).round();
  for (const shape of [
    [2, 8, 6, 3],
    [2, 7, 5, 3],
    [1, 3, 2, 3],
  ] as const) {
    it(`take the first of equal numbers as the reference: max-pool of [${shape}]`, () => {
      const f: TensorFunction = ({ images, filter }) => {
        const pool = (x: Tensor) => tf.maxPool(x as Tensor4D, 2, 2, 'valid');
        const y = pool(images!);
        const dx = tf.grad(pool)(images!, tf.sin(tf.add(tf.onesLike(y), y)));
        return { y: tf.conv2d(y as Tensor4D, filter as Tensor4D, 1, 'valid'), dx };
      };
      return isSame(f, { images: ties([...shape]), filter: first }, ['MaxPool', 'MaxUnpool']);
    });
  }

  const others: Readonly<Record<string, [x: number[], f: (x: Tensor4D) => Tensor]>> = {
    'without convolutions': [[2, 4, 4, 64], (x) => tf.relu(x)],
    'of few filters': [[2, 8, 8, 16], (x) => tf.conv2d(x, tf.ones([3, 3, 16, 64]), 1, 1)],
    'of wide images and few filters': [[1, 96, 8, 64], (x) => tf.conv2d(x, tf.ones([3, 3, 64, 64]), 1, 1)],
    'with large filters': [[2, 8, 8, 64], (x) => tf.conv2d(x, tf.ones([5, 5, 64, 64]), 1, 2)],
    'with a filter for each channel': [
      [2, 8, 8, 64],
      (x) => tf.depthwiseConv2d(tf.conv2d(x, tf.ones([3, 3, 64, 64]), 1, 1), tf.ones([3, 3, 64, 1]), 1, 1),
    ],
    'with other pools': [
      [2, 8, 8, 64],
      (x) => tf.maxPool(tf.conv2d(x, tf.ones([3, 3, 64, 64]), 1, 1), 3, 2, 'valid'),
    ],
  };
  for (const [name, [shape, f]] of Object.entries(others)) {
    it(`are not those ${name}`, async () => {
      const graph = await recorded(({ x }) => ({ y: f(x as Tensor4D) }), { x: normal(shape, 1) });
      assert.equal(pixelsFirst(graph), null);
    });
  }
});
