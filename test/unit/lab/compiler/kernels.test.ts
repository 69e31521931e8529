import { tf, type Tensor, type Tensor1D, type Tensor4D } from '../../../../src/lab/core/tf';
import { normal, sameCompiled } from '../../../support/compiled';

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor, b: Tensor) => Tensor;

/** Value and slope. */
function withSlope(f: (...inputs: Tensor[]) => Tensor) {
  return (...inputs: Tensor[]) => {
    const y = f(...inputs);
    return [y, ...tf.grads(f)(inputs, tf.sin(tf.add(tf.ones(y.shape), y)))];
  };
}

const shapes: number[][] = [[], [1], [5], [3, 4], [2, 3, 1], [2, 1, 3, 2]];

const smooth: Record<string, Unary> = {
  abs: tf.abs,
  clipByValue: (x) => tf.clipByValue(x, -0.5, 0.7),
  cos: tf.cos,
  exp: tf.exp,
  leakyRelu: (x) => tf.leakyRelu(x, 0.1),
  'log of its square': (x) => x.square().log(),
  'log1p of its square': (x) => x.square().log1p(),
  neg: tf.neg,
  reciprocal: tf.reciprocal,
  relu: tf.relu,
  'rsqrt of its square': (x) => x.square().rsqrt(),
  sigmoid: tf.sigmoid,
  sin: tf.sin,
  softplus: tf.softplus,
  'sqrt of its square': (x) => x.square().sqrt(),
  square: tf.square,
  'step, leaky': (x) => tf.step(x, 0.3).mul(x),
  tanh: tf.tanh,
};

const stepwise: Record<string, Unary> = {
  ceil: tf.ceil,
  floor: tf.floor,
  sign: tf.sign,
  'cast to whole numbers': (x) => x.mul(3).toInt(),
  'cast to truth values': (x) => x.toInt().toBool(),
  not: (x) => tf.logicalNot(tf.greater(x, 0)),
};

const pairwise: Record<string, Binary> = {
  add: tf.add,
  div: tf.div,
  mul: tf.mul,
  'pow of its size': (a, b) => tf.pow(a.abs().add(0.5), b),
  sub: tf.sub,
};

/** TensorFlow.js has their slopes for equal shapes only. */
const unbroadcast: Record<string, Binary> = {
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
};

const questions: Record<string, Binary> = {
  equal: tf.equal,
  notEqual: tf.notEqual,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  and: (a, b) => tf.logicalAnd(tf.greater(a, 0), tf.greater(b, 0)),
  or: (a, b) => tf.logicalOr(tf.greater(a, 0), tf.greater(b, 0)),
};

const broadcasts: [number[], number[]][] = [
  [
    [3, 4],
    [3, 4],
  ],
  [[3, 4], [4]],
  [
    [3, 1],
    [1, 4],
  ],
  [[], [2, 3]],
  [
    [2, 1, 3],
    [5, 1],
  ],
];

const whole = (values: number[], shape: number[]) => tf.tensor(values, shape, 'int32');

describe('compiled kernels give what the reference gives', () => {
  describe('a function of each number', () => {
    for (const [name, f] of Object.entries(smooth)) {
      it(name, async () => {
        for (const shape of shapes) await sameCompiled([normal(shape, 1)], withSlope(f));
      });
    }
    for (const [name, f] of Object.entries(stepwise)) {
      it(name, async () => {
        for (const shape of shapes) await sameCompiled([normal(shape, 1)], f);
      });
    }
    it('log1p of small numbers', () =>
      sameCompiled([tf.tensor1d([0, 1e-9, -1e-8, 1e-4])], (x) => x.log1p().mul(1e6)));
    it('infinities and numbers that are none', () =>
      sameCompiled([tf.tensor1d([Infinity, -Infinity, NaN])], (x) => [
        tf.exp(x),
        tf.neg(x),
        tf.abs(x),
        tf.tanh(x),
      ]));
  });

  describe('an operation on two numbers', () => {
    for (const [name, f] of Object.entries(pairwise)) {
      it(name, async () => {
        for (const [a, b] of broadcasts) await sameCompiled([normal(a, 1), normal(b, 2)], withSlope(f));
      });
    }
    for (const [name, f] of Object.entries(unbroadcast)) {
      it(name, async () => {
        for (const [a, b] of broadcasts) await sameCompiled([normal(a, 1), normal(b, 2)], f);
        await sameCompiled([normal([3, 4], 1), normal([3, 4], 2)], withSlope(f));
      });
    }
    for (const [name, f] of Object.entries(questions)) {
      it(name, async () => {
        for (const [a, b] of broadcasts) await sameCompiled([normal(a, 1).round(), normal(b, 2).round()], f);
        await sameCompiled([whole([1, 2, 3], [3]), whole([3, 2, 1], [3])], f);
      });
    }
    it('addN', () =>
      sameCompiled([normal([2, 3], 1), normal([2, 3], 2), normal([2, 3], 3)], (...x) => tf.addN(x)));
    it('whole numbers', () =>
      sameCompiled([whole([1, -2, 3], [3]), whole([3, 2, 1], [3])], (a, b) => [
        a.add(b),
        a.sub(b),
        a.mul(b),
      ]));
    it('where', async () => {
      const condition = (x: Tensor) => tf.greaterEqual(x, 0);
      const inputs = [normal([3, 2], 1), normal([3, 2], 2), normal([3, 2], 3)];
      await sameCompiled(inputs, (c, a, b) => tf.where(condition(c!), a!, b!));
      await sameCompiled([normal([2], 1), ...inputs.slice(1)], (c, a, b) => tf.where(condition(c!), a!, b!));
      await sameCompiled(
        inputs.slice(0, 1),
        withSlope((x) => tf.where(condition(x!), x!.square(), x!)),
      );
    });
  });

  describe('along axes', () => {
    const cases: [number[], number[] | undefined, boolean][] = [
      [[3, 4], undefined, false],
      [[3, 4], [0], false],
      [[3, 4], [1], true],
      [[2, 3, 4], [0, 2], false],
      [[2, 3, 4], [-2], true],
      [[1], [0], false],
      [[], undefined, false],
      [[2, 3, 2, 5], [0, 1, 2], false],
    ];
    for (const name of ['sum', 'mean', 'max', 'min'] as const) {
      it(name, async () => {
        for (const [shape, axes, keep] of cases)
          await sameCompiled(
            [normal(shape, 1)],
            withSlope((x) => tf[name](x!, axes, keep)),
          );
      });
    }
    it('prod, all, any', async () => {
      for (const [shape, axes, keep] of cases) {
        await sameCompiled([normal(shape, 1)], (x) => tf.prod(x!, axes, keep));
        await sameCompiled([normal(shape, 1)], (x) => [
          tf.all(tf.greater(x!, -1), axes, keep),
          tf.any(tf.greater(x!, 1), axes, keep),
        ]);
      }
    });
    it('argMax and argMin, the first of equal numbers', async () => {
      await sameCompiled([tf.tensor2d([1, 3, 3, 0, 0, -1], [2, 3])], (x) => [
        tf.argMax(x!, 1),
        tf.argMin(x!, -1),
      ]);
      await sameCompiled([normal([3, 4, 2], 1)], (x) => tf.argMax(x!, 0));
    });
    it('softmax', async () => {
      for (const shape of [[4], [2, 3], [2, 1, 5]])
        await sameCompiled(
          [normal(shape, 1)],
          withSlope((x) => tf.softmax(x!)),
        );
    });
    it('cumsum', async () => {
      for (const [exclusive, reverse] of [
        [false, false],
        [true, false],
        [false, true],
      ] as const) {
        await sameCompiled([normal([3, 4], 1)], (x) => tf.cumsum(x!, 0, exclusive, reverse));
        await sameCompiled(
          [normal([3, 4], 1)],
          withSlope((x) => tf.cumsum(x!, 1, exclusive, reverse)),
        );
      }
    });
    it('sum of whole numbers and truth values', () =>
      sameCompiled([whole([1, 2, 3, 4], [2, 2])], (x) => [x.sum(0), tf.greater(x, 2).sum(1)]));
  });

  describe('arrangement', () => {
    const cases: Record<string, [number[], Unary]> = {
      reshape: [[2, 6], (x) => x.reshape([3, -1])],
      'reshape to no axis': [[1, 1], (x) => x.reshape([])],
      expandDims: [[2, 3], (x) => tf.concat([x.expandDims(0).reshape([-1]), x.expandDims(-1).reshape([-1])])],
      transpose: [[2, 3, 4], (x) => tf.transpose(x, [2, 0, 1])],
      slice: [[4, 5], (x) => x.slice([1, 2], [2, -1])],
      'slice of nothing less': [[4, 5], (x) => x.slice([0, 0], [4, 5])],
      pad: [
        [2, 3],
        (x) =>
          tf.pad(
            x,
            [
              [1, 0],
              [2, 3],
            ],
            0.5,
          ),
      ],
      tile: [[2, 3], (x) => tf.tile(x, [2, 3])],
      reverse: [[3, 4], (x) => tf.reverse(x, [0, 1])],
      broadcastTo: [[1, 3], (x) => tf.broadcastTo(x, [4, 3])],
      stack: [[2, 3], (x) => tf.stack([x, x.mul(2)], 1)],
      'stack at the end': [[2, 3], (x) => tf.stack([x, x.mul(2)], -1)],
      unstack: [[3, 2], (x) => tf.addN(tf.unstack(x, -1).map((part, at) => part.mul(at + 1)))],
      split: [[2, 6], (x) => tf.concat(tf.split(x, [1, 2, 3], 1).reverse(), 1)],
      'split in equal parts': [[6, 2], (x) => tf.concat(tf.split(x, 3).reverse(), 0)],
      concat: [[2, 3], (x) => tf.concat([x, x.square()], -1)],
      gather: [[4, 3], (x) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32'))],
      'gather columns': [[2, 4], (x) => tf.gather(x, tf.tensor1d([3, 1], 'int32'), 1)],
    };
    for (const [name, [shape, f]] of Object.entries(cases)) {
      it(name, () =>
        sameCompiled(
          [normal(shape, 1)],
          withSlope((x) => f(x!)),
        ),
      );
    }
    it('rows summed by segment', () =>
      sameCompiled([normal([4, 3], 1), whole([2, 0, 2, -1], [4])], (x, ids) =>
        tf.unsortedSegmentSum(x, ids as Tensor1D, 3),
      ));
    it('what is made from nothing', () =>
      sameCompiled([whole([1, 0, 3], [3]), normal([2, 2], 1)], (labels, x) => [
        tf.oneHot(labels as Tensor1D, 4),
        tf.range(0, 5, 2, 'int32').add(1),
        tf.range(1, 0, -0.25).add(0),
        tf
          .onesLike(x)
          .add(tf.zerosLike(x))
          .mul(tf.fill([2, 2], 3)),
      ]));
    it('a tensor made before, which stays as it was', async () => {
      const before = normal([2, 2], 3);
      const values = Array.from(before.dataSync());
      await sameCompiled([normal([2, 2], 1)], (x) => x.mul(before));
      await sameCompiled([], () => before.clone());
      if (String(values) !== String(Array.from(before.dataSync()))) throw new Error('it changed');
    });
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      it(`product of matrices, transposed: ${transposeA}, ${transposeB}`, async () => {
        for (const batch of [[], [1], [3], [2, 3]]) {
          const a = normal([...batch, ...(transposeA ? [5, 7] : [7, 5])], 1);
          const b = normal([...batch, ...(transposeB ? [3, 5] : [5, 3])], 2);
          await sameCompiled(
            [a, b],
            withSlope((x, y) => tf.matMul(x!, y!, transposeA, transposeB)),
          );
        }
      });
    }
  });

  describe('windows', () => {
    const convolutions: [number[], number[], number | [number, number], 'same' | 'valid' | number][] = [
      [[2, 8, 8, 3], [3, 3, 3, 4], 1, 'same'],
      [[3, 7, 5, 2], [3, 3, 2, 5], 1, 'valid'],
      [[1, 1, 1, 1], [3, 3, 1, 1], 1, 'same'],
      [[2, 1, 6, 2], [1, 1, 2, 3], 1, 'valid'],
      [[2, 9, 9, 1], [3, 3, 1, 2], 2, 'same'],
      [[2, 10, 7, 3], [3, 2, 3, 2], [2, 3], 'valid'],
      [[2, 8, 9, 2], [4, 4, 2, 3], 1, 'same'],
      [[2, 8, 8, 2], [5, 5, 2, 3], 3, 'same'],
      [[2, 6, 6, 2], [3, 3, 2, 2], 1, 2],
      [[1, 5, 5, 2], [5, 5, 2, 3], 1, 'valid'],
      [[2, 4, 4, 2], [1, 1, 2, 2], 1, 1],
      [[2, 8, 8, 2], [1, 1, 2, 4], 2, 'valid'],
      [[2, 7, 8, 9], [3, 2, 9, 4], 1, 'same'],
      [[2, 9, 8, 8], [3, 3, 8, 3], 2, 'same'],
      [[2, 9, 8, 8], [2, 3, 8, 3], [3, 2], 'valid'],
    ];
    for (const [x, filter, strides, pad] of convolutions) {
      it(`convolution of [${x}] with [${filter}], strides ${strides}, ${pad}`, () =>
        sameCompiled(
          [normal(x, 1), normal(filter, 2)],
          withSlope((a, b) => tf.conv2d(a as Tensor4D, b as Tensor4D, strides, pad)),
        ));
    }
    it('convolution with gaps', () =>
      sameCompiled([normal([2, 9, 8, 2], 1), normal([3, 2, 2, 3], 2)], (a, b) =>
        tf.conv2d(a as Tensor4D, b as Tensor4D, 1, 'same', 'NHWC', 2),
      ));

    const poolings: [number[], number | [number, number], number, 'same' | 'valid'][] = [
      [[2, 8, 8, 3], 2, 2, 'valid'],
      [[2, 7, 5, 3], 2, 2, 'valid'],
      [[2, 7, 5, 3], 2, 2, 'same'],
      [[1, 9, 9, 2], 3, 2, 'same'],
      [[1, 1, 1, 1], 1, 1, 'same'],
      [[1, 6, 6, 2], 3, 1, 'valid'],
      [[2, 6, 9, 1], [2, 3], 2, 'valid'],
    ];
    for (const [shape, size, strides, pad] of poolings) {
      for (const [kind, shift] of [
        ['mixed', 0],
        ['negative', -10],
      ] as const) {
        it(`max-pool of ${kind} numbers: [${shape}], size ${size}, strides ${strides}, ${pad}`, () =>
          sameCompiled(
            [normal(shape, 1).add(shift)],
            withSlope((x) => tf.maxPool(x as Tensor4D, size, strides, pad)),
          ));
      }
      it(`max-pool of equal numbers: [${shape}], size ${size}, strides ${strides}, ${pad}`, () =>
        sameCompiled(
          [tf.ones(shape)],
          withSlope((x) => tf.maxPool(x as Tensor4D, size, strides, pad)),
        ));
    }
  });
});
