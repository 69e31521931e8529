import assert from 'node:assert/strict';
import { eager, type Prepare, type TensorFunction } from '../../../../src/lab/core/prepare';
import { random } from '../../../../src/lab/core/random';
import {
  tf,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
} from '../../../../src/lab/core/tf';
import { traced } from '../../../../src/lab/compiler/backend';
import type { Input } from '../../../../src/lab/compiler/graph';
import { simplified } from '../../../../src/lab/compiler/rules';
import { conv4 } from '../../../../src/lab/models/conv4';
import { mlp } from '../../../../src/lab/models/mlp';
import { mobilenet } from '../../../../src/lab/models/mobilenet';
import type { Model } from '../../../../src/lab/models/model';
import { resnet18 } from '../../../../src/lab/models/resnet18';
import { vit } from '../../../../src/lab/models/vit';
import { adam } from '../../../../src/lab/training/adam';
import { adamW } from '../../../../src/lab/training/adamW';
import type { Criterion } from '../../../../src/lab/training/criterion';
import { partOf, withPart } from '../../../../src/lab/training/namedTensors';
import type { Optimizer } from '../../../../src/lab/training/optimizer';
import { rmsprop } from '../../../../src/lab/training/rmsprop';
import { sgd } from '../../../../src/lab/training/sgd';
import { trainingStep } from '../../../../src/lab/training/trainingStep';
import { withSchedule } from '../../../../src/lab/training/withSchedule';
import { compiled, normal, sameTensor } from '../../../support/compiled';
import { criteria } from '../../../support/criteria';
import { brokenLaws } from '../../../support/graphLaws';

const batch = 12;
const classes = 4;
const shape: [number, number, number] = [16, 16, 1];

/** A step, and the tensors that go in. */
function stepOf(model: Model, criterion: Criterion, optimizer: Optimizer) {
  const take = trainingStep(model, criterion, optimizer);
  const { weights, statistics } = model.initialise(shape, random(0, 'network'));
  const { dimension } = model;
  const size = { batch, classes, images: 3 * batch, dimension, features: model.head?.columns(shape) ?? 0 };
  const own = criterion.ownWeights?.initialise(size, random(0, 'loss')) ?? {};
  const trained = { ...withPart('network', weights), ...withPart('loss', own) };
  const inputs = {
    ...trained,
    ...withPart('statistics', statistics),
    ...withPart('optimizer', optimizer.initialise(trained)),
    ...withPart('memory', criterion.initialMemory?.(size) ?? {}),
    ...withPart('noise', criterion.drawNoise?.({ batch }, random(0, 'noise')) ?? {}),
    ...withPart('dropout', model.drawNoise?.({ batch }, random(0, 'dropout')) ?? {}),
    ...withPart('batch', {
      images: normal([batch, ...shape], 1).abs(),
      labels: tf.tensor1d(
        Array.from({ length: batch }, (_, at) => at % classes),
        'int32',
      ),
      // Two views of each image.
      indices: tf.tensor1d(
        Array.from({ length: batch }, (_, at) => at >> 1),
        'int32',
      ),
      targets: normal([batch, 2], 2),
      step: tf.scalar(3),
      learningRate: tf.scalar(optimizer.learningRate),
    }),
  };
  const step: TensorFunction = (tensors) => {
    const { images, labels, indices, targets, step: number, learningRate } = partOf('batch', tensors);
    const { loss, state } = take(tensors, {
      images: images as Tensor4D,
      labels: labels as Tensor1D,
      indices: indices as Tensor1D,
      targets: targets as Tensor2D,
      step: number as Scalar,
      learningRate: learningRate as Scalar,
      extra: {},
      noise: partOf('noise', tensors),
      dropout: partOf('dropout', tensors),
    });
    return { ...state, loss };
  };
  return { step, inputs };
}

/** @param steps taken one after the other, each from where the one before it came */
async function sameStep(
  model: Model,
  criterion: Criterion,
  optimizer: Optimizer,
  { steps = 1, tolerance = 1e-4 } = {},
): Promise<void> {
  const { step, inputs } = stepOf(model, criterion, optimizer);
  const after = async (prepare: Prepare) => {
    const take = prepare(step);
    let results = await take(inputs);
    for (let again = 1; again < steps; again++) results = await take({ ...inputs, ...results });
    return results;
  };
  const [expected, actual] = [await after(eager), await after(compiled)];
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort());
  for (const [name, tensor] of Object.entries(expected)) sameTensor(actual[name]!, tensor, tolerance, name);
}

const asInputs = (tensors: Readonly<Record<string, Tensor>>) =>
  Object.entries(tensors).map(
    ([name, tensor]) => ({ kind: 'input', name, shape: tensor.shape, dtype: tensor.dtype }) as Input,
  );

describe('a compiled training step', () => {
  const small = conv4({ channels: 3, dimension: 6 });

  for (const [name, criterion] of Object.entries(criteria)) {
    it(`gives what the reference gives: ${name}`, () =>
      sameStep(mlp({ hidden: [10], dimension: 6 }), criterion, sgd({ weightDecay: 0.1 })));
    it(`keeps the laws of shapes and types: ${name}`, async () => {
      const { step, inputs } = stepOf(small, criterion, adam());
      const graph = await traced(step, asInputs(inputs));
      assert.deepEqual(brokenLaws(graph), []);
      assert.deepEqual(brokenLaws(simplified(graph)), []);
    });
  }

  // 27 batch norms one after another, the last over 12 numbers, enlarge what rounding leaves.
  const models: [Model, { steps: number; tolerance?: number }][] = [
    [small, { steps: 3 }],
    [mlp({ hidden: [10], layerNorm: true, dropout: 0.3, dimension: 6 }), { steps: 3 }],
    [mobilenet({ width: 2, dimension: 6 }), { steps: 1, tolerance: 1e-3 }],
    [resnet18({ width: 2, dimension: 6 }), { steps: 2 }],
    [vit({ patch: 8, width: 6, depth: 2, heads: 2, hidden: 8, dimension: 6 }), { steps: 3 }],
  ];
  // With a small ε, Adam and RMSprop make whole steps of slopes that are 0 but for rounding.
  const rate = { learningRate: 1e-4 };
  const optimizers = [
    adam({ ...rate, weightDecay: 0.01, epsilon: 0.1 }),
    adamW({ ...rate, epsilon: 0.1 }),
    rmsprop({ ...rate, momentum: 0.5, epsilon: 0.1 }),
    withSchedule(sgd({ ...rate, nesterov: true }), { warmUp: 10 }),
  ];
  for (const [model, effort] of models) {
    for (const optimizer of optimizers) {
      it(`gives what the reference gives, steps of ${model.name} and ${optimizer.name}`, () =>
        sameStep(model, criteria['multi-similarity']!, optimizer, effort));
    }
  }

  it('gives the same numbers every time', async () => {
    const { step, inputs } = stepOf(small, criteria['circle']!, adam());
    const once = async () => {
      const results = Object.entries(await compiled((tensors) => step(tensors))(inputs));
      return results.map(([name, tensor]) => [name, Array.from(tensor.dataSync())]);
    };
    const first = await once();
    for (let again = 0; again < 3; again++) assert.deepEqual(await once(), first);
  });

  it('is traced once for each shape', async () => {
    let calls = 0;
    const double = compiled(({ x }) => {
      calls++;
      return { y: x!.mul(2) };
    });
    for (const length of [3, 3, 4, 3, 4]) await double({ x: tf.ones([length]) });
    assert.equal(calls, 2);
  });

  it('leaves no tensor behind but what it returns, and the backend that was in use', async () => {
    const { step, inputs } = stepOf(small, criteria['circle']!, adam());
    const run = compiled(step);
    const before = tf.memory().numTensors;
    const results = await run(inputs);
    assert.equal(tf.memory().numTensors - before, Object.keys(results).length);
    tf.dispose({ ...results });
    assert.equal(tf.getBackend(), 'cpu');
  });

  const refusals: Record<string, [(x: Tensor) => Tensor, RegExp]> = {
    'reads a number': [(x) => tf.scalar(x.sum().dataSync()[0]!), /numbers are read.*--backend wasm/],
    'uses an operation that is not written yet': [
      (x) => tf.localResponseNormalization(x.reshape<Tensor4D>([1, 1, 1, 3])),
      /the operation LRN cannot be compiled yet; .*--backend wasm/,
    ],
    'uses an operation that no graph can have': [
      (x) => tf.unique(x).values,
      /the operation Unique cannot be compiled: the shape of its result depends on the numbers; .*--backend wasm/,
    ],
    'gathers along an axis that is not the first of each row': [
      (x) => tf.gather(x.reshape([1, 1, 3]), tf.zeros([1, 1], 'int32'), 2, 1),
      /gather along axis 2 with batchDims 1 cannot be compiled yet/,
    ],
    'draws random numbers': [
      (x) => tf.dropout(x, 0.5),
      /random numbers, drawn by tf\.dropout, cannot be compiled: .* let drawNoise draw them.*--backend wasm/,
    ],
    'asks for a random number': [
      (x) => x.mul(Math.random()),
      /random numbers, drawn by Math\.random, cannot be compiled: .*drawNoise/,
    ],
    'has channels first': [
      (x) => tf.conv2d(x.reshape<Tensor4D>([1, 1, 1, 3]), tf.ones([1, 1, 1, 1]), 1, 'same', 'NCHW'),
      /a convolution in the order NCHW cannot be compiled/,
    ],
  };
  for (const [name, [f, message]] of Object.entries(refusals)) {
    it(`is refused where it ${name}`, async () => {
      await assert.rejects(compiled(({ x }) => ({ y: f(x!) }))({ x: tf.ones([3]) }), message);
      assert.equal(tf.getBackend(), 'cpu');
      assert.equal(typeof Math.random(), 'number');
    });
  }

  it('takes random numbers of a seed, which are the same each time', async () => {
    const draw = () => tf.randomUniform([3], 0, 1, 'float32', 7);
    const { y } = await compiled(({ x }) => ({ y: x!.add(draw()) }))({ x: tf.zeros([3]) });
    sameTensor(y!, draw(), 0);
  });

  for (const [type, x] of [
    ['bool', tf.tensor1d([true, false, true])],
    ['int32', tf.tensor1d([3, -4, 5], 'int32')],
  ] as const) {
    it(`takes an input that the plain backend made a number: of ${type}`, async () => {
      const { y } = await compiled(({ x: number }) => ({ y: number!.mul(0.5) }))({ x: x.cast('float32') });
      sameTensor(y!, x.cast('float32').mul(0.5), 0);
    });
  }
});
