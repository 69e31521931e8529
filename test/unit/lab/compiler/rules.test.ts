import assert from 'node:assert/strict';
import {
  inOrder,
  printed,
  uniform,
  type Dtype,
  type Graph,
  type Input,
} from '../../../../src/lab/compiler/graph';
import {
  binary,
  filled,
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

  it('keep 0 - x, 1 / x and 0 · x', () => {
    assert.deepEqual(left({ a: binary('Sub', scalar(0), x) }), ['Sub']);
    assert.deepEqual(left({ a: binary('Div', scalar(1), x) }), ['Div']);
    assert.deepEqual(left({ a: binary('Mul', x, scalar(0)) }), ['Mul']);
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
    assert.deepEqual(left({ y: reduce('ReduceSum', t, [0, 1], true) }), ['ReduceSum', 'Transpose']);
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
