import assert from 'node:assert/strict';
import * as runtime from 'onnxruntime-node';
import { traced } from '../../../../src/lab/compiler/backend';
import { compiler } from '../../../../src/lab/compiler/compile';
import { inOrder, type Input } from '../../../../src/lab/compiler/graph';
import { rules, simplified } from '../../../../src/lab/compiler/rules';
import { onCards } from '../../../../src/lab/compiler/rules/onCards';
import { eager, type TensorFunction } from '../../../../src/lab/core/prepare';
import { tf, type Tensor, type Tensor4D } from '../../../../src/lab/core/tf';
import { normal, sameTensor } from '../../../support/compiled';
import { brokenLaws } from '../../../support/graphLaws';
import { poolings, type Pooling } from '../../../support/poolings';

const options = { executionProviders: ['cpu'], intraOpNumThreads: 2 };
const prepare = compiler(runtime, { options, wayFor: () => ({ rules: onCards }) });

/** What WebGPU's part of ONNX Runtime refuses or leaves to the processor. */
const withoutCards = ['MaxUnpool', 'ScatterElements'];

describe('the slope of a max-pool in the operators of graphics cards', () => {
  /** Each number stands in several windows. */
  const overlapping: Pooling = [[1, 9, 9, 1], 5, 2, 2];
  for (const [shape, size, strides, pad] of [...poolings, overlapping]) {
    const pool = (x: Tensor) => tf.maxPool(x as Tensor4D, size, strides, pad);
    const slope: TensorFunction = ({ x }) => ({
      dx: tf.grad(pool)(x!, tf.sin(tf.range(0, pool(x!).size).reshape(pool(x!).shape).add(1))),
    });
    const inputs = { mixed: normal(shape, 1), negative: normal(shape, 1).sub(10), equal: tf.ones(shape) };
    for (const [kind, x] of Object.entries(inputs)) {
      it(`is the reference's: ${kind} numbers, [${shape}], size ${JSON.stringify(size)}, strides ${strides}, ${pad}`, async () => {
        const [{ dx: actual }, { dx: expected }] = [await prepare(slope)({ x }), await eager(slope)({ x })];
        sameTensor(actual!, expected!, 1e-6);
      });
    }
    it(`has no other operator: [${shape}], size ${JSON.stringify(size)}, strides ${strides}, ${pad}`, async () => {
      const input: Input = { kind: 'input', name: 'x', shape, dtype: 'float32' };
      const graph = simplified(await traced(slope, [input]), [...onCards, ...rules]);
      assert.deepEqual(brokenLaws(graph), []);
      const ops = inOrder(graph).flatMap((value) => (value.kind === 'node' ? [value.op] : []));
      assert.ok(ops.includes('MaxPool'));
      assert.deepEqual(
        ops.filter((op) => withoutCards.includes(op)),
        [],
      );
    });
  }
});

describe('a convolution of channels that WebGPU miscounts', () => {
  for (const [channels, onCard] of [
    [6, 8],
    [9, 12],
    [3, 3],
    [8, 8],
    [12, 12],
  ] as const) {
    it(`is the reference's, by ${onCard} channels: ${channels}`, async () => {
      const f: TensorFunction = ({ x, w }) => ({ y: tf.conv2d(x as Tensor4D, w as Tensor4D, 1, 'same') });
      const inputs = { x: normal([2, 5, 6, channels], 1), w: normal([3, 3, channels, 4], 2) };
      const [{ y: actual }, { y: expected }] = [await prepare(f)(inputs), await eager(f)(inputs)];
      sameTensor(actual!, expected!, 1e-6);
      const named = Object.entries(inputs).map(([name, { shape }]) => ({ name, shape }));
      const asInputs = named.map((each): Input => ({ kind: 'input', dtype: 'float32', ...each }));
      const graph = simplified(await traced(f, asInputs), [...onCards, ...rules]);
      assert.deepEqual(brokenLaws(graph), []);
      const convolution = inOrder(graph).find((value) => value.kind === 'node' && value.op === 'Conv');
      assert.ok(convolution?.kind === 'node');
      assert.equal(convolution.inputs[0]!.shape[1], onCard);
    });
  }
});
