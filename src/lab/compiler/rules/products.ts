/** Products of matrices. */
import { sameShape, sizeOf, type Node, type Value } from '../graph';
import { binary, filled, matMul, reduce, reshape } from '../operators';
import { isOp, permOf, type Rule } from './rule';

export const products: readonly Rule[] = [
  {
    law: 'A x + Aᵀ x = (A + Aᵀ) x: the slope of x xᵀ, with one product in place of two',
    ops: ['Add'],
    rewrite({ inputs }) {
      const [p, q] = inputs as [Value, Value];
      if (!isOp(p, 'MatMul') || !isOp(q, 'MatMul') || p.inputs[1] !== q.inputs[1]) return null;
      const [a, x] = p.inputs as [Value, Value];
      const b = q.inputs[0]!;
      return isTransposed(a, b) || isTransposed(b, a) ? matMul(binary('Add', a, b), x) : null;
    },
  },
  {
    law: '(a b) · c = a (b · c), where c is a number and b smaller than the product; or (a · c) b',
    ops: ['Mul'],
    rewrite({ inputs, shape }) {
      const at = inputs.findIndex((input) => isOp(input, 'MatMul') && sameShape(input.shape, shape));
      const [product, factor] = [inputs[at], inputs[1 - at]];
      if (!product || !factor || !isOp(product, 'MatMul') || sizeOf(factor.shape) > 1) return null;
      const [a, b] = product.inputs as [Value, Value];
      const small = sizeOf(b.shape) <= sizeOf(a.shape) ? b : a;
      if (sizeOf(small.shape) * 2 > sizeOf(shape)) return null;
      const scaled = binary('Mul', small, reshape(factor, []));
      return matMul(small === a ? scaled : a, small === a ? b : scaled);
    },
  },
  {
    law: 'Σ of the rows of a matrix = a row of ones · the matrix, which is faster here',
    ops: ['ReduceSum'],
    rewrite({ inputs, shape }) {
      const [x, along] = inputs as [Value, Value];
      const rows = x.shape.length === 2 && along.kind === 'constant' && String(along.values) === '0';
      if (!rows || x.dtype !== 'float32') return null;
      return reshape(matMul(filled(1, [1, x.shape[0]!], 'float32'), x), shape);
    },
  },
  {
    law: 'Σ over axes apart = Σ over the later ones, then over the earlier: numbers that lie side by side go first',
    ops: ['ReduceSum'],
    rewrite({ op, inputs, attributes }) {
      const [x, along] = inputs as [Value, Value];
      if (along.kind !== 'constant') return null;
      const axes = Array.from(along.values, Number).sort((a, b) => a - b);
      const gap = axes.findLastIndex((axis, at) => at > 0 && axis > axes[at - 1]! + 1);
      if (gap < 1 || x.dtype !== 'float32') return null;
      const keep = attributes['keepdims'] === 1;
      const later = reduce(op, x, axes.slice(gap), keep);
      return reduce(op, later, axes.slice(0, gap), keep);
    },
  },
];

/** Whether b is a, a matrix, with rows for columns. */
function isTransposed(a: Value, b: Value): boolean {
  return isOp(b, 'Transpose') && b.inputs[0] === a && isMatrixTurn(b);
}

function isMatrixTurn(turn: Node): boolean {
  return sameShape(permOf(turn), [1, 0]);
}
