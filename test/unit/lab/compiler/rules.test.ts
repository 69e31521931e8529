import assert from 'node:assert/strict';
import {
  inOrder,
  printed,
  uniform,
  type Dtype,
  type Graph,
  type Input,
  type Node,
} from '../../../../src/lab/compiler/graph';
import {
  binary,
  cast,
  comparison,
  filled,
  integers,
  matMul,
  node,
  reduce,
  reshape,
  scalar,
  slice,
  transpose,
  unary,
} from '../../../../src/lab/compiler/operators';
import { onnxModel } from '../../../../src/lab/compiler/onnx';
import { simplified } from '../../../../src/lab/compiler/rules';
import { tf, type Tensor2D } from '../../../../src/lab/core/tf';
import { normal, sameCompiled } from '../../../support/compiled';
import { brokenLaws } from '../../../support/graphLaws';

const input = (name: string, shape: number[], dtype: Dtype = 'float32'): Input => ({
  kind: 'input',
  name,
  shape,
  dtype,
});

/** The operators that are left, in order. */
function left(graph: Graph): string[] {
  const simple = simplified(graph);
  assert.deepEqual(brokenLaws(simple), []);
  return inOrder(simple).flatMap((value) => (value.kind === 'node' ? [value.op] : []));
}

describe('rules', () => {
  const x = input('x', [2, 3, 4, 5]);
  const first = [0, 3, 1, 2];
  const last = [0, 2, 3, 1];

  it('leave out what changes nothing', () => {
    const y = binary('Add', binary('Mul', x, scalar(1)), filled(0, [4, 5], 'float32'));
    assert.deepEqual(left({ y: binary('Div', binary('Sub', y, scalar(0)), scalar(1)) }), []);
  });

  it('keep what widens', () => {
    assert.deepEqual(left({ y: binary('Mul', input('row', [5]), filled(1, [4, 5], 'float32')) }), ['Mul']);
  });

  it('keep the axes that a power or a divisor adds', async () => {
    for (const power of [2, 0.5, 3]) {
      await sameCompiled([normal<Tensor2D>([3], 1)], (row) => row.abs().pow(tf.fill([2, 3], power)));
    }
    await sameCompiled([normal<Tensor2D>([3], 1)], (row) => row.div(tf.fill([1, 1], 2)).transpose());
  });

  it('keep 0 - x, 1 / x and 0 · x', () => {
    assert.deepEqual(left({ a: binary('Sub', scalar(0), x) }), ['Sub']);
    assert.deepEqual(left({ a: binary('Div', scalar(1), x) }), ['Div']);
    assert.deepEqual(left({ a: binary('Mul', x, scalar(0)) }), ['Mul']);
  });

  it('know what is made of equal numbers alone', () => {
    const three = binary('Add', scalar(1), filled(2, [4, 5], 'float32'));
    const { y } = simplified({ y: reshape(binary('Pow', three, scalar(2)), [20]) });
    assert.equal(uniform(y!), 9);
    assert.deepEqual(y!.shape, [20]);
    assert.equal(uniform(simplified({ y: reduce('ReduceSum', filled(0, [4, 5], 'float32'), [1]) }).y!), 0);
    const third = simplified({ y: binary('Div', scalar(1), scalar(3)) }).y!;
    assert.equal(uniform(third), Math.fround(1 / 3));
  });

  it('widen no operand before the operation that does it anyway', () => {
    const column = binary('Mul', input('column', [4, 1]), filled(1, [4, 5], 'float32'));
    const { y } = simplified({ y: binary('Add', column, input('z', [4, 5])) }) as { y: Node };
    assert.deepEqual([y.op, ...y.inputs.map(({ shape }) => shape)], ['Add', [4, 1], [4, 5]]);
    assert.deepEqual(left({ y: binary('Add', column, input('row', [5])) }), ['Add']);
    assert.deepEqual(left({ y: binary('Add', column, input('one', [1])) }), ['Mul', 'Add']);
    const filledUp = simplified({ y: binary('Max', x, filled(2, x.shape, 'float32')) }).y as Node;
    assert.deepEqual(filledUp.inputs[1]!.shape, []);
  });

  it('gather factors, and let a minus become a difference', () => {
    const half = binary('Div', binary('Mul', x, scalar(6)), scalar(-12));
    const { y } = simplified({ y: half }) as { y: Node };
    assert.deepEqual([y.op, uniform(y.inputs[1]!)], ['Mul', -0.5]);
    const z = input('z', [2, 3, 4, 5]);
    assert.deepEqual(left({ y: binary('Add', x, unary('Neg', z)) }), ['Sub']);
    assert.deepEqual(left({ y: binary('Sub', x, unary('Neg', z)) }), ['Add']);
    const both = binary('Mul', binary('Mul', x, scalar(0.5)), binary('Mul', z, scalar(2)));
    assert.deepEqual(left({ y: both }), ['Mul']);
    const row = binary('Mul', input('row', [5]), scalar(0.5));
    assert.deepEqual(left({ y: binary('Mul', row, x) }), ['Mul', 'Mul'], 'a small operand is scaled itself');
    const tiny = binary('Mul', binary('Mul', x, scalar(1e-20)), scalar(1e-20));
    assert.deepEqual(left({ y: tiny }), ['Mul', 'Mul'], 'a factor would be no number of full precision');
  });

  it('ask a truth value once', () => {
    const [p, q] = [input('p', [4], 'bool'), input('q', [4], 'bool')];
    assert.deepEqual(left({ y: cast(cast(p, 'float32'), 'bool') }), []);
    const product = binary('Mul', cast(p, 'float32'), cast(q, 'float32'));
    assert.deepEqual(left({ y: cast(product, 'bool') }), ['And']);
    assert.deepEqual(left({ y: product }), ['And', 'Cast']);
    assert.deepEqual(left({ y: binary('Max', cast(p, 'float32'), cast(q, 'float32')) }), ['Or', 'Cast']);
    assert.deepEqual(left({ y: binary('Sub', scalar(1), cast(p, 'float32')) }), ['Not', 'Cast']);
    const widened = binary('Sub', filled(1, [3, 4], 'float32'), cast(p, 'float32'));
    assert.deepEqual(left({ y: widened }), ['Cast', 'Sub']);
  });

  it('count long rows of truth values by pieces', async () => {
    for (const columns of [32, 500, 512, 1024]) {
      const x = normal<Tensor2D>([3, columns], 1);
      await sameCompiled([x], (all) => tf.cumsum(tf.greater(all, 0).toFloat(), 1), 0);
    }
    const truth = cast(input('p', [4, 512], 'bool'), 'float32');
    const running = node('CumSum', [truth, integers([1])], truth, { exclusive: 0, reverse: 0 });
    assert.ok(!left({ y: running }).includes('CumSum'));
    assert.ok(left({ y: { ...running, attributes: { exclusive: 1, reverse: 0 } } }).includes('CumSum'));
    assert.ok(left({ y: { ...running, inputs: [input('x', [4, 512]), integers([1])] } }).includes('CumSum'));
  });

  it('leave a mask out where what it masks is 0 anyway', () => {
    const [a, b] = [input('a', [4, 5]), input('b', [4, 5])];
    const where = (truth: Node) => cast(truth, 'float32');
    const positive = where(comparison('Greater', a, scalar(0)));
    const hinge = binary('Mul', b, unary('Relu', a));
    assert.deepEqual(left({ y: binary('Mul', hinge, positive) }), ['Relu', 'Mul']);
    assert.deepEqual(left({ y: binary('Mul', positive, binary('Div', hinge, b)) }), ['Relu', 'Mul', 'Div']);
    const kept = left({ y: binary('Mul', binary('Add', hinge, b), positive) });
    assert.deepEqual(
      kept,
      ['Relu', 'Mul', 'Add', 'Greater', 'Cast', 'Mul'],
      'b is not 0 where a is not above 0',
    );
    const other = where(comparison('Greater', a, scalar(-1)));
    assert.equal(left({ y: binary('Mul', unary('Relu', a), other) }).length, 4, 'another bound');
    const narrow = where(comparison('Greater', input('row', [5]), scalar(0)));
    const wide = binary(
      'Mul',
      unary('Relu', input('row', [5])),
      binary('Mul', narrow, filled(1, [4, 5], 'float32')),
    );
    assert.equal((simplified({ y: wide }).y as Node).shape.length, 2, 'the result is as wide as before');
  });

  it('know what is never below 0', () => {
    const [a, b] = [input('a', [4, 5]), input('b', [4, 5])];
    const length = reduce('ReduceSum', binary('Mul', a, a), [1], true);
    const apart = cast(comparison('Greater', b, length), 'float32');
    const root = unary('Sqrt', binary('Mul', b, apart));
    assert.deepEqual(left({ y: unary('Relu', root) }).at(-1), 'Sqrt');
    const again = cast(comparison('Greater', binary('Mul', b, apart), scalar(0)), 'float32');
    assert.deepEqual(left({ y: again }), ['Mul', 'ReduceSum', 'Greater', 'Cast']);
    assert.deepEqual(left({ y: unary('Relu', binary('Mul', a, b)) }), ['Mul', 'Relu']);
    const below = cast(comparison('Greater', b, a), 'float32');
    const maybe = comparison('Greater', binary('Mul', b, below), scalar(0));
    assert.deepEqual(left({ y: maybe }).at(-1), 'Greater');
    assert.equal(left({ y: maybe }).length, 4, 'a may be below 0, and b between the two');
  });

  it('multiply by one number where the fewest numbers are', () => {
    const [a, b, s, t] = [input('a', [4, 5]), input('b', [4, 5]), input('s', []), input('t', [1, 1])];
    const wide = (graph: Graph) =>
      inOrder(simplified(graph)).flatMap((value) =>
        value.kind === 'node' && value.shape.length === 2 ? [value.op] : [],
      );
    const [as, bs] = [binary('Mul', a, s), binary('Mul', b, s)];
    assert.deepEqual(
      wide({ y: binary('Mul', binary('Mul', as, b), t) }),
      ['Mul', 'Mul'],
      's · t is one number',
    );
    assert.deepEqual(wide({ y: binary('Sub', as, bs) }), ['Sub', 'Mul']);
    const minus = binary('Add', as, binary('Mul', bs, scalar(-1)));
    assert.deepEqual(wide({ y: minus }), ['Sub', 'Mul']);
    assert.deepEqual(
      wide({ y: binary('Add', as, binary('Mul', b, t)) }),
      ['Mul', 'Mul', 'Add'],
      'two factors',
    );
    assert.deepEqual(wide({ y: binary('Div', as, b) }), ['Div', 'Mul']);
    assert.deepEqual(left({ y: reduce('ReduceSum', as, [0, 1]) }).slice(0, 1), ['ReduceSum']);
    assert.deepEqual(wide({ y: reduce('ReduceSum', as, [0, 1]) }), []);
    const small = input('small', [5, 2]);
    assert.deepEqual(wide({ y: matMul(as, small) }), ['MatMul', 'Mul']);
    const turned = binary(
      'Add',
      binary('Mul', input('q', [4, 4]), s),
      transpose(binary('Mul', input('q', [4, 4]), s), [1, 0]),
    );
    assert.deepEqual(wide({ y: turned }).filter((op) => op === 'Mul').length, 1);
    assert.deepEqual(
      wide({ y: binary('Mul', as, scalar(1e30)) }),
      ['Mul', 'Mul'],
      's · 1e30 may be no number',
    );
  });

  it('multiply a square by what its slope is multiplied by', () => {
    const [a, b] = [input('a', [4, 5]), input('b', [4, 5])];
    const both = { value: binary('Mul', binary('Mul', a, a), b), slope: binary('Mul', b, a) };
    assert.deepEqual(left(both), ['Mul', 'Mul']);
    assert.deepEqual(left({ y: binary('Mul', binary('Mul', a, a), a) }), ['Mul', 'Mul']);
  });

  it('multiply by a matrix and its transpose once', () => {
    const [a, m] = [input('a', [4, 4]), input('m', [4, 7])];
    const slope = binary('Add', matMul(transpose(a, [1, 0]), m), matMul(a, m));
    assert.deepEqual(left({ y: slope }), ['Transpose', 'Add', 'MatMul']);
    const other = binary('Add', matMul(transpose(a, [1, 0]), m), matMul(a, input('n', [4, 7])));
    assert.deepEqual(left({ y: other }).filter((op) => op === 'MatMul').length, 2);
  });

  it('let a factor of a product go to its smaller operand', () => {
    const [a, b, c] = [input('a', [7, 2]), input('b', [2, 8]), input('c', [])];
    for (const factor of [c, scalar(3)]) {
      const { y } = simplified({ y: binary('Mul', factor, matMul(a, b)) }) as { y: Node };
      assert.deepEqual([y.op, y.shape, (y.inputs[0] as Node).op, y.inputs[1]], ['MatMul', [7, 8], 'Mul', b]);
    }
    const wide = binary('Mul', matMul(input('d', [2, 7]), input('e', [7, 2])), c);
    assert.deepEqual(left({ y: wide }), ['MatMul', 'Mul']);
    assert.deepEqual(left({ y: binary('Mul', matMul(a, b), input('row', [8])) }), ['MatMul', 'Mul']);
  });

  it('sum the rows of a matrix by a product', () => {
    const m = input('m', [4, 7]);
    assert.deepEqual(left({ y: reduce('ReduceSum', m, [0]) }), ['MatMul', 'Reshape']);
    assert.deepEqual(left({ y: reduce('ReduceSum', m, [1]) }), ['ReduceSum']);
  });

  it('sum what lies side by side first', () => {
    const sums = inOrder(simplified({ y: reduce('ReduceSum', x, [0, 2, 3], true) }));
    const shapes = sums.flatMap((value) => (value.kind === 'node' ? [value.shape] : []));
    assert.deepEqual(shapes, [
      [2, 3, 1, 1],
      [1, 3, 1, 1],
    ]);
    assert.deepEqual(left({ y: reduce('ReduceSum', x, [1, 2]) }), ['ReduceSum']);
  });

  it('compute what is equal once', () => {
    const z = binary('Mul', binary('Sub', x, scalar(2)), binary('Sub', x, scalar(2)));
    assert.deepEqual(left({ y: z }), ['Sub', 'Mul']);
  });

  it('cancel transpositions in pairs, and reshapes', () => {
    assert.deepEqual(left({ y: transpose(transpose(x, first), last) }), []);
    assert.deepEqual(left({ y: reshape(reshape(x, [120]), [2, 3, 4, 5]) }), []);
    assert.deepEqual(left({ y: slice(x, [0, 0, 0, 0], [2, 3, 4, 5]) }), []);
  });

  it('let transpositions sink past functions, channels, masks and sums', () => {
    const channels = input('channels', [3]);
    const t = transpose(x, last); // [2, 4, 5, 3]
    const scaled = binary('Mul', unary('Relu', t), channels);
    const both = binary('Add', scaled, binary('Sub', t, scalar(2)));
    assert.deepEqual(left({ y: transpose(both, first) }).includes('Transpose'), false);
    assert.deepEqual(left({ y: reduce('ReduceSum', both, [0, 1, 2]) }).includes('Transpose'), false);
    assert.deepEqual(left({ y: reduce('ReduceMax', t, [0, 1], true) }), ['ReduceMax', 'Transpose']);
  });

  it('do not move a large operand for a transposition', () => {
    const other = input('other', [2, 4, 5, 3]);
    assert.deepEqual(left({ y: binary('Add', transpose(x, last), other) }), ['Transpose', 'Add']);
  });

  it('read a constant that has one number everywhere', () => {
    assert.equal(uniform(filled(3, [2, 2], 'int32')), 3);
    assert.equal(uniform(x), undefined);
  });
});

describe('a graph', () => {
  it('is printed a value a line', () => {
    const a = input('a', [2, 3]);
    const y = reduce('ReduceSum', binary('Mul', a, scalar(2)), [1]);
    assert.equal(
      printed({ y }),
      [
        "%0: float32[2,3] = input 'a'",
        '%1: float32[] = 2',
        '%2: float32[2,3] = Mul(%0, %1)',
        '%3: int64[1] = 1',
        '%4: float32[2] = ReduceSum(%2, %3, keepdims=0, noop_with_empty_axes=1)',
        'return { y: %4 }',
      ].join('\n'),
    );
  });

  it('is written with equal calls once', () => {
    const a = input('a', [2]);
    const once = onnxModel({ y: unary('Exp', a) });
    const twice = onnxModel({ y: unary('Exp', a), z: unary('Exp', a) });
    const count = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1').split('Exp').length - 1;
    assert.deepEqual([count(once), count(twice)], [1, 1]);
    assert.equal(count(onnxModel({ y: node('Exp', [unary('Exp', a)], a) })), 2);
  });
});
