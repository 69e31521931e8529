import assert from 'node:assert/strict';
import * as runtime from 'onnxruntime-node';
import { traced } from '../../../../src/lab/compiler/backend';
import { compiler } from '../../../../src/lab/compiler/compile';
import { inOrder, type Input } from '../../../../src/lab/compiler/graph';
import { rules, simplified } from '../../../../src/lab/compiler/rules';
import { inBlocks } from '../../../../src/lab/compiler/rules/inBlocks';
import { eager, type TensorFunction } from '../../../../src/lab/core/prepare';
import { tf, type Tensor, type Tensor4D } from '../../../../src/lab/core/tf';
import { channelsInBlock } from '../../../../src/lab/engine/channelsInBlock';
import { normal, sameTensor } from '../../../support/compiled';
import { brokenLaws } from '../../../support/graphLaws';

const block = await channelsInBlock(runtime);

/** Where the processor knows no blocks, the laws are held for blocks of 16, and nothing is computed. */
const laws = [...inBlocks(block || 16), ...rules];
const blocked = 'com.microsoft.nchwc:Conv';

type Case = readonly [
  x: number[],
  filter: number[],
  strides: number | [number, number],
  pad: 'same' | 'valid' | number,
  convolutions: number,
];

// How many of the convolution and its two slopes go by blocks: that of x needs stride 1, that of the filter whole blocks of images.
const cases: readonly Case[] = [
  [[16, 7, 6, 16], [3, 3, 16, 32], 1, 'same', 3],
  [[16, 3, 3, 32], [3, 3, 32, 16], 1, 'same', 3],
  [[16, 2, 2, 16], [3, 3, 16, 16], 1, 'same', 3],
  [[16, 6, 5, 16], [2, 3, 16, 16], 1, 'valid', 3],
  [[16, 9, 8, 16], [3, 3, 16, 16], 2, 'same', 2],
  [[16, 8, 8, 16], [1, 1, 16, 32], 2, 'valid', 2],
  [[16, 6, 6, 16], [3, 3, 16, 16], 1, 2, 3],
  [[32, 5, 5, 16], [5, 5, 16, 16], 1, 'same', 3],
  [[3, 7, 6, 16], [3, 3, 16, 16], 1, 'same', 2],
  [[16, 4, 4, 144], [3, 3, 144, 16], 1, 'same', 3],
  [[16, 6, 6, 3], [3, 3, 3, 16], 1, 'same', 0],
  [[16, 6, 6, 10], [3, 3, 10, 16], 1, 'same', 1],
];

describe('convolutions by channels in blocks', () => {
  for (const [x, filter, strides, pad, convolutions] of cases) {
    const f: TensorFunction = ({ images, weights }) => {
      const convolve = (a: Tensor, b: Tensor) => tf.conv2d(a as Tensor4D, b as Tensor4D, strides, pad);
      const y = convolve(images!, weights!);
      const [dx, dw] = tf.grads(convolve)([images!, weights!], tf.sin(tf.add(tf.onesLike(y), y)));
      return { y, dx: dx!, dw: dw! };
    };
    const inputs = { images: normal(x, 1), weights: normal(filter, 2) };
    const name = `[${x}] with [${filter}], strides ${strides}, ${pad}`;

    it(`are the reference's: ${name}`, async function () {
      if (block === 0) return this.skip();
      const compiled = compiler(runtime, {
        options: { intraOpNumThreads: 2 },
        wayFor: () => ({ rules: inBlocks(block) }),
      });
      const [actual, expected] = [await compiled(f)(inputs), await eager(f)(inputs)];
      for (const [each, tensor] of Object.entries(expected)) sameTensor(actual[each]!, tensor, 1e-4, each);
    });

    it(`are ${convolutions} of 3: ${name}`, async () => {
      const named = Object.entries(inputs).map(([key, { shape }]) => ({ name: key, shape }));
      const asInputs = named.map((each): Input => ({ kind: 'input', dtype: 'float32', ...each }));
      const graph = simplified(await traced(f, asInputs), laws);
      assert.deepEqual(brokenLaws(graph), []);
      const found = inOrder(graph).filter((value) => value.kind === 'node' && value.op === blocked);
      assert.equal(found.length, convolutions);
    });
  }

  it('leave out an order that the next would take back', async () => {
    const f: TensorFunction = ({ x, v, w }) => ({
      y: tf.conv2d(tf.conv2d(x as Tensor4D, v as Tensor4D, 1, 'same'), w as Tensor4D, 1, 'same'),
    });
    const shapes = { x: [2, 8, 8, 16], v: [3, 3, 16, 16], w: [3, 3, 16, 16] };
    const asInputs = Object.entries(shapes).map(([name, shape]): Input => ({
      kind: 'input',
      name,
      shape,
      dtype: 'float32',
    }));
    const graph = simplified(await traced(f, asInputs), [...inBlocks(16), ...rules]);
    const ops = inOrder(graph).flatMap((value) => (value.kind === 'node' ? [value.op] : []));
    const orders = ops.filter((op) => op.startsWith('com.microsoft.nchwc:'));
    assert.deepEqual(
      orders.map((op) => op.split(':')[1]),
      ['ReorderInput', 'Conv', 'Conv', 'ReorderOutput'],
    );
  });
});
