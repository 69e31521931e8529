/** Truth values, the numbers 0 and 1 that stand for them, and what is 0 where they do not hold. */
import { sameShape, uniform, type Node, type Value } from '../graph';
import { binary, cast, comparison, constant, matMul, reduce, reshape, unary } from '../operators';
import { isOp, type Rule } from './rule';

export const truths: readonly Rule[] = [
  {
    law: 'a truth value, as a number, as a truth value, is itself',
    ops: ['Cast'],
    rewrite: ({ inputs: [x], dtype }) => (dtype === 'bool' ? truthOf(x!) : null),
  },
  {
    law: 'a product of truth values, as numbers, is whether both hold',
    ops: ['Mul'],
    rewrite: (out) => combined(out, 'And'),
  },
  {
    law: 'the larger of truth values, as numbers, is whether one holds',
    ops: ['Max'],
    rewrite: (out) => combined(out, 'Or'),
  },
  {
    law: '1 - [a] = [not a]',
    ops: ['Sub'],
    rewrite({ inputs: [one, x], shape }) {
      const truth = truthOf(x!);
      const fits = truth && uniform(one!) === 1 && sameShape(x!.shape, shape);
      return fits ? cast(unary('Not', truth), x!.dtype) : null;
    },
  },
  {
    law: 'x · [a] = x, where x is 0 whenever a does not hold: it is a slope of what is 0 there, times that',
    ops: ['Mul'],
    rewrite: ({ inputs: [a, b], shape }) => keptBy(a!, b!, shape) ?? keptBy(b!, a!, shape),
  },
  {
    law: 'x · [x > c] > 0 = x > c, where c is not below 0',
    ops: ['Greater'],
    rewrite({ inputs: [product, zero], shape }) {
      if (uniform(zero!) !== 0 || !isOp(product!, 'Mul')) return null;
      const truth = product.inputs.map(truthOf).find((each) => each !== null && isAmong(each, product));
      return truth && sameShape(truth.shape, shape) ? truth : null;
    },
  },
  {
    law: 'running counts = those within a piece + the counts of the pieces before it: whole numbers, exact in any order',
    ops: ['CumSum'],
    rewrite: countedByPieces,
  },
  {
    law: 'relu(x) = x where x is not below 0',
    ops: ['Relu'],
    rewrite: ({ inputs: [x] }) => (isNeverBelow0(x!) ? x! : null),
  },
];

/** The truth value that the number stands for. */
function truthOf(number: Value): Value | null {
  const [truth] = isOp(number, 'Cast') ? number.inputs : [];
  return truth?.dtype === 'bool' ? truth : null;
}

function combined({ inputs, dtype }: Node, op: 'And' | 'Or'): Value | null {
  const [a, b] = inputs.map(truthOf);
  return a && b ? cast(comparison(op, a, b), dtype) : null;
}

/** x, where it has the shape and is 0 wherever the other does not hold. */
function keptBy(x: Value, number: Value, shape: readonly number[]): Value | null {
  const truth = truthOf(number);
  return truth && sameShape(x.shape, shape) && is0Without(x, truth, new Set()) ? x : null;
}

function is0Without(x: Value, truth: Value, seen: Set<Value>): boolean {
  if (x.kind !== 'node' || seen.has(x)) return false;
  seen.add(x);
  if (isPositive(x, truth)) return isNeverBelow0(x);
  const [first] = x.inputs as [Value];
  const without = (value: Value) => is0Without(value, truth, seen);
  if (x.op === 'Cast') return first === truth || (isOp(first, 'And') && first.inputs.includes(truth));
  if (x.op === 'Relu' && isPositive(first, truth)) return true;
  if (x.op === 'Mul') return x.inputs.some(without);
  return ['Div', 'Relu', 'Sqrt'].includes(x.op) && without(first);
}

/** Columns of a piece. */
const width = 32;

/** Products with triangles of ones take a third of the time that ONNX Runtime's sum from column to column does. */
function countedByPieces({ inputs, shape, attributes }: Node): Value | null {
  const [x, along] = inputs as [Value, Value];
  const [rows = 0, columns = 0] = shape;
  const pieces = columns / width;
  const isPlain = attributes['exclusive'] === 0 && attributes['reverse'] === 0 && uniform(along) === 1;
  const isLong = shape.length === 2 && Number.isInteger(pieces) && pieces >= 16;
  if (!truthOf(x) || x.dtype !== 'float32' || !isPlain || !isLong) return null;
  const within = matMul(reshape(x, [rows * pieces, width]), triangle(width, 0));
  const counts = reduce('ReduceSum', reshape(x, [rows, pieces, width]), [2]);
  const before = matMul(counts, triangle(pieces, 1));
  const parts = [reshape(within, [rows, pieces, width]), reshape(before, [rows, pieces, 1])] as const;
  return reshape(binary('Add', ...parts), shape);
}

/** 1 where the column is at least so many places right of the row's, else 0. */
function triangle(size: number, right: number): Value {
  const values = Float32Array.from({ length: size * size }, (_, at) =>
    Number((at % size) - Math.floor(at / size) >= right),
  );
  return constant(values, [size, size], 'float32');
}

/** Whether the truth is x > 0. */
const isPositive = (x: Value, truth: Value) =>
  isOp(truth, 'Greater') && truth.inputs[0] === x && uniform(truth.inputs[1]!) === 0;

/** Whether the truth is of x > c, c not below 0, and x the other operand of the product. */
const isAmong = (truth: Value, { inputs }: Node) =>
  isOp(truth, 'Greater') && inputs.includes(truth.inputs[0]!) && isNeverBelow0(truth.inputs[1]!);

const never = new Set(['Abs', 'Exp', 'Relu', 'Sigmoid', 'Sqrt']);
const where0OrMore = new Set(['Add', 'Div', 'MatMul', 'Min', 'Mul']);
const ofOne = new Set(['ReduceMax', 'ReduceMin', 'ReduceSum', 'Reshape', 'Transpose']);

const known = new WeakMap<Node, boolean>();

/** Whether it follows from the operators alone that no number of x is below 0. */
function isNeverBelow0(x: Value): boolean {
  if (x.kind !== 'node') return (uniform(x) ?? -1) >= 0;
  const found = known.get(x) ?? follows(x);
  known.set(x, found);
  return found;
}

function follows(x: Node): boolean {
  const [a, b] = x.inputs as [Value, Value];
  if (never.has(x.op) || truthOf(x)) return true;
  if (x.op === 'Max') return x.inputs.some(isNeverBelow0);
  if (x.op === 'Mul' && (a === b || x.inputs.some((each) => isAmong(truthOf(each) ?? each, x)))) return true;
  if (where0OrMore.has(x.op)) return x.inputs.every(isNeverBelow0);
  return ofOne.has(x.op) && isNeverBelow0(a);
}
