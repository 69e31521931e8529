import assert from 'node:assert/strict';
import { tf, type Tensor, type Tensor1D } from '../../../../src/lab/core/tf';
import { compiled, normal, sameCompiled, withSlope } from '../../../support/compiled';

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor, b: Tensor) => Tensor;

const shapes: number[][] = [[], [1], [5], [3, 4], [2, 3, 1], [2, 1, 3, 2]];

/** Between -1 and 1. */
const inside = (x: Tensor) => tf.tanh(x).mul(0.9);
/** Above 1. */
const beyond = (x: Tensor) => x.square().add(1.1);

const smooth: Record<string, Unary> = {
  abs: tf.abs,
  acos: (x) => tf.acos(inside(x)),
  acosh: (x) => tf.acosh(beyond(x)),
  asin: (x) => tf.asin(inside(x)),
  asinh: tf.asinh,
  atan: tf.atan,
  atanh: (x) => tf.atanh(inside(x)),
  clipByValue: (x) => tf.clipByValue(x, -0.5, 0.7),
  cos: tf.cos,
  cosh: tf.cosh,
  elu: tf.elu,
  erf: tf.erf,
  exp: tf.exp,
  expm1: tf.expm1,
  gelu: (x) => x.mul(0.5).mul(tf.erf(x.div(Math.SQRT2)).add(1)),
  leakyRelu: (x) => tf.leakyRelu(x, 0.1),
  'log of its square': (x) => x.square().log(),
  'log1p of its square': (x) => x.square().log1p(),
  neg: tf.neg,
  reciprocal: tf.reciprocal,
  relu: tf.relu,
  relu6: (x) => tf.relu6(x.mul(8)),
  'rsqrt of its square': (x) => x.square().rsqrt(),
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  sin: tf.sin,
  sinh: tf.sinh,
  softplus: tf.softplus,
  'sqrt of its square': (x) => x.square().sqrt(),
  square: tf.square,
  'step, leaky': (x) => tf.step(x, 0.3).mul(x),
  tan: (x) => tf.tan(inside(x)),
  tanh: tf.tanh,
};

const stepwise: Record<string, Unary> = {
  ceil: tf.ceil,
  floor: tf.floor,
  round: (x) => tf.round(tf.concat([x.reshape([-1]), tf.tensor1d([-0.5, 0.5, 1.5, 2.5])])),
  sign: tf.sign,
  'cast to whole numbers': (x) => x.mul(3).toInt(),
  'cast to truth values': (x) => x.toInt().toBool(),
  not: (x) => tf.logicalNot(tf.greater(x, 0)),
};

const pairwise: Record<string, Binary> = {
  add: tf.add,
  atan2: tf.atan2,
  div: tf.div,
  mul: tf.mul,
  'pow of its size': (a, b) => tf.pow(a.abs().add(0.5), b),
  'mod, which has the sign of the second': tf.mod,
  prelu: (a, b) => tf.prelu(a.add(tf.zerosLike(b)), b),
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
  xor: (a, b) => tf.logicalXor(tf.greater(a, 0), tf.greater(b, 0)),
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
    it('expm1 of small numbers, and of large ones', () =>
      sameCompiled([tf.tensor1d([0, 1e-9, -1e-8, 1e-4])], (x) => [
        x.expm1().mul(1e6),
        x.add(100).expm1(),
        x.sub(100).expm1(),
      ]));
    it('functions of whole numbers', () =>
      sameCompiled([whole([-3, 0, 2], [3])], (x) => [
        tf.exp(x),
        tf.round(x),
        tf.abs(x),
        tf.sign(x),
        tf.square(x),
        tf.clipByValue(x, -1, 1),
        tf.relu(x),
      ]));
    it('infinities and numbers that are none', () =>
      sameCompiled([tf.tensor1d([Infinity, -Infinity, NaN, 1])], (x) => [
        tf.isNaN(x),
        tf.isInf(x),
        tf.isFinite(x),
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
    it('atan2 on the axes', () =>
      sameCompiled([tf.tensor1d([0, 0, 1, -1, 0, 1]), tf.tensor1d([1, -1, 0, 0, 0, -2])], (a, b) =>
        tf.atan2(a, b),
      ));
    it('whole numbers', () =>
      sameCompiled([whole([1, -2, 3, -7], [4]), whole([3, 2, 2, -3], [4])], (a, b) => [
        tf.floorDiv(a, b),
        tf.mod(a, b),
        tf.maximum(a, b),
        tf.minimum(a, b),
        tf.squaredDifference(a, b),
        a.add(b),
        a.sub(b),
        a.mul(b),
      ]));
    it('truth values, which are kept as such or counted', () =>
      sameCompiled([normal([3, 3], 1), normal([3, 3], 2)], (a, b) => {
        const [p, q] = [tf.greater(a, 0), tf.greater(b, 0)];
        return [
          p.mul(q),
          p.square(),
          p.abs(),
          p.max(1),
          p.min(0),
          p.argMax(1),
          p.cumsum(0),
          p.greater(q),
          p.lessEqual(q),
          tf.where(p, q, tf.logicalNot(q)),
          tf.oneHot(tf.tensor1d([1, 0, 2], 'int32'), 3, 1, 0, 'bool'),
          tf.linalg.bandPart(p, 0, -1),
        ];
      }));
    it('numbers of two types', () =>
      sameCompiled([whole([1, 0, -3], [3]), normal([3], 1)], (n, x) => [
        tf.where(tf.greater(x, 0), n, x),
        tf.where(tf.greater(x, 0), n, -1),
        tf.concat([x, n]),
        tf.concat([n, x]),
        tf.leakyRelu(n, 0.5),
      ]));
    it('functions of whole numbers that give fractions', async () => {
      const f = (x: Tensor) => [tf.expm1(x), tf.log1p(x.abs())];
      await sameCompiled([whole([1, 0, -3], [3])], f, 1e-5, (x) => f(x.toFloat()));
    });
    for (const [name, f] of Object.entries<Binary>({
      Add: (p, q) => p.add(q),
      Sub: (p, q) => p.sub(q),
      BatchMatMul: (p, q) => p.matMul(q),
    })) {
      it(`refuses ${name} of truth values, whose results would be none`, () =>
        assert.rejects(
          compiled(({ x }) => ({ y: f(tf.greater(x!, 0), tf.less(x!, 1)) }))({ x: normal([2, 2], 1) }),
          new RegExp(`^LabError: ${name} of truth values \\(bool\\) cannot be compiled: .*toFloat\\(\\)`),
        ));
    }
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
        await sameCompiled(
          [normal(shape, 1)],
          withSlope((x) => tf.prod(x!, axes && tf.util.parseAxisParam(axes, shape), keep)),
        );
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
    it('cumprod', async () => {
      for (const length of [1, 2, 5, 8])
        for (const exclusive of [false, true])
          for (const reverse of [false, true])
            await sameCompiled([normal([2, length], 1), normal([length, 2], 2)], (a, b) => [
              tf.cumprod(a, 1, exclusive, reverse),
              tf.cumprod(b, 0, exclusive, reverse),
            ]);
    });
    it('logSoftmax and logSumExp', () =>
      sameCompiled(
        [normal([3, 5], 1)],
        withSlope((x) => tf.logSoftmax(x!).add(tf.logSumExp(x!, 1, true))),
      ));
    it('topk, the first of equal numbers', async () => {
      const found = (x: Tensor, k: number) => Object.values(tf.topk(x, k));
      await sameCompiled([tf.tensor2d([1, 3, 3, 0, 0, -1], [2, 3])], (x) => found(x!, 2));
      await sameCompiled([normal([2, 3, 5], 1)], (x) => [...found(x!, 1), ...found(x!, 5)]);
      await sameCompiled([whole([5, 2, 9, 9], [4])], (x) => found(x!, 3));
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
      'gather of each row': [[3, 4], (x) => tf.gather(x, whole([3, 0, 1, 1, 2, 0], [3, 2]), 1, 1)],
      'gather of each row, more axes': [[2, 3, 2], (x) => tf.gather(x, whole([2, 0], [2, 1]), 1, 1)],
    };
    for (const [name, [shape, f]] of Object.entries(cases)) {
      it(name, () =>
        sameCompiled(
          [normal(shape, 1)],
          withSlope((x) => f(x!)),
        ),
      );
    }
    const ids = tf.tensor1d([2, 0, 2, -1], 'int32');
    it('rows summed by segment', async () => {
      for (const shape of [[4, 3], [4], [4, 2, 3]])
        await sameCompiled(
          [normal(shape, 1)],
          withSlope((x) => tf.unsortedSegmentSum(x!, ids, 3)),
        );
      await sameCompiled([whole([1, 2, 3, 4], [4])], (x) => tf.unsortedSegmentSum(x, ids, 3));
    });
    it('places named by their indices', () =>
      sameCompiled(
        [normal([3, 4, 2], 1), whole([2, 1, 0, 3], [2, 2]), normal([2, 2], 2)],
        (x, places, rows) => [
          tf.gatherND(x, places),
          tf.gatherND(x, places.reshape([4, 1]).slice([0, 0], [2, 1])),
          tf.scatterND(places, rows, [3, 4, 2]),
          tf.scatterND(whole([1, 1], [2, 1]), rows, [3, 2]),
          // The reference writes into the tensor that it is given.
          tf.tensorScatterUpdate(x.add(0), places, rows),
        ],
      ));
    it('very many numbers put to few places', () => {
      const places = Array.from({ length: 2 ** 16 }, (_, at) => (at * 7919) % 5);
      return sameCompiled([whole(places, [2 ** 16, 1])], (indices) =>
        tf.scatterND(indices, tf.ones([2 ** 16]), [5]),
      );
    });
    it('slices in strides, from the end, of one place, with new axes', () =>
      sameCompiled([normal([5, 6, 2], 1)], (x) => [
        tf.stridedSlice(x, [0, 1], [5, 6], [2, 3]),
        tf.stridedSlice(x, [-1, -1], [0, 1], [-1, -2], 1),
        tf.stridedSlice(x, [1, 0, 0], [2, 6, 2], [1, 1, 1], 0, 0, 0, 0, 0b001),
        tf.stridedSlice(x, [0, 0, 1], [0, 4, 2], [1, 1, 1], 0, 0, 0b010),
        tf.stridedSlice(x, [0, 0, 1], [0, 4, 2], [1, 1, 1], 0, 0, 0, 0b001),
        tf.stridedSlice(x, [4, 0, 0], [0, 6, 2], [-4, 1, 1]),
      ]));
    it('margins as mirrors show them', () =>
      sameCompiled([normal([3, 4], 1), normal([1, 2], 2)], (x, y) => [
        tf.mirrorPad(
          x,
          [
            [2, 1],
            [0, 3],
          ],
          'reflect',
        ),
        tf.mirrorPad(
          x,
          [
            [3, 1],
            [0, 4],
          ],
          'symmetric',
        ),
        tf.mirrorPad(
          y,
          [
            [1, 1],
            [0, 0],
          ],
          'symmetric',
        ),
      ]));
    it('diagonals', () =>
      sameCompiled([normal([3], 1), normal([2, 2], 2)], (x, y) => [tf.diag(x), tf.diag(y)]));
    it('einsum', () =>
      sameCompiled([normal([2, 3], 1), normal([3, 4], 2), normal([2, 3, 4], 3)], (a, b, c) => [
        tf.einsum('ij,jk->ik', a, b),
        tf.einsum('i j, bjk -> bik', a, c.slice([0, 0, 0], [1, 3, 4])),
        tf.einsum('bij->bji', c),
        tf.einsum('bij->b', c),
        tf.einsum('ij,ij->', a, a),
      ]));
    for (const [name, [f, message]] of Object.entries<[Unary, RegExp]>({
      matMul: [(x) => x.matMul(x), /matMul: \[3,4\] has as many columns as \[3,4\] must have rows/],
      reshape: [(x) => x.reshape([5, 2]), /Size\(12\) must match the product of shape 5,2/],
      concat: [(x) => tf.concat([x, x.transpose()]), /Error in concat2D: .*shape/],
      stack: [(x) => tf.stack([x, x.transpose()]), /stack: all tensors must have one shape\. .*3,4/],
      slice: [(x) => x.slice([2, 0], [2, 4]), /Error in slice2D: begin\[0\] \+ size\[0\]/],
      einsum: [(x) => tf.einsum('ij,jk->ik', x, x), /Expected dimension 4 at axis 0 .* got dimension 3/],
    })) {
      it(`refuses shapes that do not fit: ${name}`, () =>
        assert.rejects(compiled(({ x }) => ({ y: f(x!) }))({ x: normal([3, 4], 1) }), message));
    }
    it('what is made from nothing', () =>
      sameCompiled([whole([1, 0, 3], [3]), normal([2, 2], 1)], (labels, x) => [
        tf.oneHot(labels as Tensor1D, 4),
        tf.range(0, 5, 2, 'int32').add(1),
        tf.range(1, 0, -0.25).add(0),
        tf.linspace(-1, 2, 4).add(0),
        tf.linspace(3, 4, 1).add(0),
        tf.eye(3).mul(2),
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
});
