/** Factors that are one number, known or not: they go outwards, to where the fewest numbers are multiplied by them. */
import { sameShape, sizeOf, uniform, type Value } from '../graph';
import { binary, matMul, reshape, transpose } from '../operators';
import { isOp, permOf, type Rule } from './rule';

export const singleFactors: readonly Rule[] = [
  {
    law: '(x · s) · y = (x · y) · s; where y is one number, too, x · (s · y)',
    ops: ['Mul'],
    rewrite({ inputs: [a, b], shape }) {
      return movedOut(a!, b!, shape) ?? movedOut(b!, a!, shape);
    },
  },
  {
    law: '(x · s) / y = (x / y) · s',
    ops: ['Div'],
    rewrite({ inputs: [a, y], shape }) {
      const product = scaledBy(a!, shape);
      return product && binary('Mul', binary('Div', product.x, y!), product.factor);
    },
  },
  {
    law: 'x · s + y · s = (x + y) · s; x · s - y · -s likewise',
    ops: ['Add', 'Sub'],
    rewrite({ op, inputs: [a, b], shape }) {
      const [p, q] = [scaledBy(a!, shape), scaledBy(b!, shape)];
      if (!p || !q || p.unknown !== q.unknown || Math.abs(p.known) !== Math.abs(q.known)) return null;
      const other = op === 'Add' ? 'Sub' : 'Add';
      return binary('Mul', binary(p.known === q.known ? op : other, p.x, q.x), p.factor);
    },
  },
  {
    law: 'Σ x · s = (Σ x) · s',
    ops: ['ReduceSum'],
    rewrite(out) {
      const [x, along] = out.inputs as [Value, Value];
      const product = scaledBy(x, x.shape);
      return product && binary('Mul', { ...out, inputs: [product.x, along] }, product.factor);
    },
  },
  {
    law: '(x · s) y = x (y · s) or (x y) · s, where that is fewer numbers',
    ops: ['MatMul'],
    rewrite({ inputs: [a, b], shape }) {
      const [left, right] = [scaledBy(a!, a!.shape), scaledBy(b!, b!.shape)];
      const { x, factor } = left ?? right ?? {};
      if (!x || !factor) return null;
      const other = left ? b! : a!;
      const product = (y: Value) => (left ? matMul(x, y) : matMul(y, x));
      if (sizeOf(x.shape) <= Math.min(sizeOf(other.shape), sizeOf(shape))) return null;
      if (sizeOf(other.shape) <= sizeOf(shape)) return product(binary('Mul', other, factor));
      return binary('Mul', product(other), factor);
    },
  },
  {
    law: '(x · x) · y = x · (x · y), for the slope of x² · y asks for x · y, too',
    ops: ['Mul'],
    rewrite({ inputs: [a, b], shape }) {
      return ofSquare(a!, b!, shape) ?? ofSquare(b!, a!, shape);
    },
  },
];

interface Product {
  readonly x: Value;
  /** One number, of no axes: the product of the two that follow. */
  readonly factor: Value;
  /** What only the data say of it; undefined where all is known. */
  readonly unknown: Value | undefined;
  readonly known: number;
}

/** What is x · factor, where x has the shape and is more than a number; also if it was turned afterwards. */
function scaledBy(value: Value, shape: readonly number[]): Product | null {
  if (value.dtype !== 'float32' || sizeOf(shape) === 1 || value.kind !== 'node') return null;
  if (value.op === 'Transpose') {
    const [below] = value.inputs as [Value];
    const product = scaledBy(below, below.shape);
    return product && { ...product, x: transpose(product.x, permOf(value)) };
  }
  if (value.op !== 'Mul') return null;
  const [a, b] = value.inputs as [Value, Value];
  const [x, s] = sizeOf(a.shape) === 1 ? [b, a] : [a, b];
  if (sizeOf(s.shape) !== 1 || !sameShape(x.shape, shape)) return null;
  return { x, factor: reshape(s, []), ...split(bare(s)) };
}

const bare = (s: Value): Value => (isOp(s, 'Reshape') ? bare(s.inputs[0]!) : s);

function split(s: Value): Pick<Product, 'unknown' | 'known'> {
  const number = uniform(s);
  if (number !== undefined) return { unknown: undefined, known: number };
  const [unknown, c] = isOp(s, 'Mul') ? (s.inputs as [Value, Value]) : [];
  const known = c && uniform(c);
  return unknown && known !== undefined ? { unknown: bare(unknown), known } : { unknown: s, known: 1 };
}

/** Beyond these it might no longer be a number of full precision, with a factor that only the data say. */
const [smallest, largest] = [1e-6, 1e6];

function movedOut(a: Value, y: Value, shape: readonly number[]): Value | null {
  const product = scaledBy(a, shape);
  if (!product?.unknown || isOp(a, 'Transpose')) return null;
  const { x, factor } = product;
  if (sizeOf(y.shape) > 1) return y.kind === 'constant' ? null : binary('Mul', binary('Mul', x, y), factor);
  const number = Math.abs(uniform(y) ?? 1);
  if (number < smallest || number > largest) return null;
  return binary('Mul', x, binary('Mul', factor, reshape(y, [])));
}

function ofSquare(square: Value, y: Value, shape: readonly number[]): Value | null {
  if (!isOp(square, 'Mul') || !sameShape(square.shape, shape) || sizeOf(y.shape) === 1) return null;
  const [x, same] = square.inputs as [Value, Value];
  return x === same && x !== y ? binary('Mul', x, binary('Mul', x, y)) : null;
}
