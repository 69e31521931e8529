/** What is known before the program runs. */
import { sameShape, sizeOf, uniform, type Constant, type Node, type Value } from '../graph';
import { binary, filled, scalar, unary } from '../operators';
import { tf } from '../../core/tf';
import { arithmetic, comparisons, isOp, type Rule } from './rule';

/** Numbers that change nothing. A result of another shape than x is x widened: then the law does not hold. */
export const neutral: readonly Rule[] = [
  { law: 'x + 0 = 0 + x = x', ops: ['Add'], rewrite: (out) => withoutNeutral(out, 0, 'either') },
  { law: 'x · 1 = 1 · x = x', ops: ['Mul'], rewrite: (out) => withoutNeutral(out, 1, 'either') },
  { law: 'x - 0 = x', ops: ['Sub'], rewrite: (out) => withoutNeutral(out, 0, 'second') },
  { law: 'x / 1 = x', ops: ['Div'], rewrite: (out) => withoutNeutral(out, 1, 'second') },
  { law: 'x ^ 1 = x', ops: ['Pow'], rewrite: (out) => withoutNeutral(out, 1, 'second') },
];

function withoutNeutral({ inputs, shape }: Node, number: number, side: 'either' | 'second'): Value | null {
  const [a, b] = inputs as [Value, Value];
  if (sameShape(a.shape, shape) && uniform(b) === number) return a;
  return side === 'either' && sameShape(b.shape, shape) && uniform(a) === number ? b : null;
}

/** What the operators give for numbers that are known, rounded to float32 where that is the type. */
const known: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Div: (a, b) => a / b,
  Max: Math.max,
  Min: Math.min,
  Mul: (a, b) => a * b,
  Neg: (a) => -a,
  Pow: (a, b) => a ** b,
  Reciprocal: (a) => 1 / a,
  Sqrt: (a) => Math.sqrt(a),
  Sub: (a, b) => a - b,
};

/** Operators that only put numbers elsewhere: of equal numbers they make equal numbers. The rest of their inputs says where. */
const movers = ['Expand', 'Reshape', 'Slice', 'Tile', 'Transpose'];

export const folding: readonly Rule[] = [
  {
    law: 'f(a, b) is known where a and b are the same number everywhere',
    ops: Object.keys(known),
    rewrite({ op, inputs, shape, dtype }) {
      const numbers = inputs.map(uniform);
      if (dtype !== 'float32' || numbers.includes(undefined)) return null;
      const [a, b] = numbers as [number, number];
      return filled(known[op]!(a, b), shape, dtype);
    },
  },
  {
    law: 'equal numbers, moved, are equal numbers',
    ops: movers,
    rewrite({ inputs: [x], shape, dtype }) {
      const number = uniform(x!);
      return number === undefined ? null : filled(number, shape, dtype);
    },
  },
  {
    law: 'Σ 0 = 0',
    ops: ['ReduceSum'],
    rewrite: ({ inputs: [x], shape, dtype }) => (uniform(x!) === 0 ? filled(0, shape, dtype) : null),
  },
];

/** Operands that are wider than they need be. */
export const widenings: readonly Rule[] = [
  {
    law: 'x + c everywhere = x + c',
    ops: [...arithmetic, ...comparisons, 'Where'],
    rewrite: (out) =>
      replaced(out, (input) => {
        const number = uniform(input);
        return number === undefined || input.shape.length === 0 ? input : scalar(number, input.dtype);
      }),
  },
  {
    law: '(x · 1 everywhere) + y = x + y, where y is as wide as the result',
    ops: [...arithmetic, ...comparisons, 'Where'],
    rewrite: (out) => replaced(out, unwidened),
  },
];

/** What a product with ones has widened. */
function unwidened(value: Value): Value {
  if (isOp(value, 'Mul')) {
    const [a, b] = value.inputs as [Value, Value];
    if (uniform(b) === 1) return a;
    if (uniform(a) === 1) return b;
  }
  return value;
}

/** The node with operands in place of others, one after the other, as far as the result keeps its shape. */
function replaced(out: Node, by: (input: Value) => Value): Node | null {
  let inputs = out.inputs;
  out.inputs.forEach((input, at) => {
    const next = inputs.with(at, by(input));
    if (next[at] !== input && sameShape(widest(next), out.shape)) inputs = next;
  });
  return inputs === out.inputs ? null : { ...out, inputs };
}

function widest(values: readonly Value[]): number[] {
  return values
    .map(({ shape }) => [...shape])
    .reduce((all, next) => tf.backend_util.assertAndGetBroadcastShape(all, next));
}

/** Factors that are known. */
export const factors: readonly Rule[] = [
  {
    law: 'x / c = x · 1/c, where x has the shape of the result',
    ops: ['Div'],
    rewrite: ({ inputs: [x, c], shape }) => (sameShape(x!.shape, shape) ? scaled(x!, inverted(c!)) : null),
  },
  { law: '-x = x · -1', ops: ['Neg'], rewrite: ({ inputs: [x] }) => scaled(x!, -1) },
  {
    law: '(x · c) · d = x · cd',
    ops: ['Mul'],
    rewrite({ inputs, shape }) {
      const [x, d] = factored(inputs);
      const [y, c] = x ? factorOf(x, shape) : [];
      return y ? scaled(y, c! * d!) : null;
    },
  },
  {
    law: '(x · c) · y = (x · y) · c, where x is as wide as the result',
    ops: ['Mul'],
    rewrite({ inputs: [a, b], shape }) {
      const [x, c] = factorOf(a!, shape);
      if (x) return b!.kind === 'constant' ? null : scaled(binary('Mul', x, b!), c);
      const [y, d] = factorOf(b!, shape);
      return y && a!.kind !== 'constant' ? scaled(binary('Mul', a!, y), d) : null;
    },
  },
  {
    law: 'a + b · -1 = a - b',
    ops: ['Add'],
    rewrite({ inputs }) {
      const [a, b] = inputs as [Value, Value];
      const [of, from] = [negated(b), negated(a)];
      if (of) return binary('Sub', a, of);
      return from && binary('Sub', b, from);
    },
  },
  {
    law: 'a - b · -1 = a + b',
    ops: ['Sub'],
    rewrite({ inputs: [a, b] }) {
      const of = negated(b!);
      return of && binary('Add', a!, of);
    },
  },
];

/** Beyond these a product of factors might no longer be a float32 of full precision. */
const [smallest, largest] = [1e-30, 1e30];

function scaled(x: Value, factor: number | undefined): Value | null {
  const whole = factor === undefined || x.dtype !== 'float32';
  if (whole || Math.abs(factor) < smallest || Math.abs(factor) > largest) return null;
  return binary('Mul', x, scalar(factor));
}

const inverted = (c: Value) => {
  const number = uniform(c);
  return number === undefined || sizeOf(c.shape) > 1 ? undefined : 1 / number;
};

/** A product with a single number, as the other operand and the number. */
function factored(inputs: readonly Value[]): [Value, number] | [] {
  const [a, b] = inputs as [Value, Value];
  if (isNumber(b)) return [a, Number(b.values[0])];
  return isNumber(a) ? [b, Number(a.values[0])] : [];
}

const isNumber = (value: Value): value is Constant =>
  value.kind === 'constant' && sizeOf(value.shape) === 1 && value.dtype === 'float32';

/** x and c of x · c, where x has the shape. */
function factorOf(value: Value, shape: readonly number[]): [Value, number] | [] {
  const [x, c] = isOp(value, 'Mul') ? factored(value.inputs) : [];
  return x && sameShape(x.shape, shape) ? [x, c!] : [];
}

function negated(value: Value): Value | null {
  const [x, factor] = factorOf(value, value.shape);
  return x && factor === -1 ? x : null;
}

/** Operators that something cheaper stands for. */
export const cheaper: readonly Rule[] = [
  { law: 'x² = x · x', ops: ['Pow'], rewrite: (out) => powered(out, 2, (x) => binary('Mul', x, x)) },
  { law: 'x^½ = √x', ops: ['Pow'], rewrite: (out) => powered(out, 0.5, (x) => unary('Sqrt', x)) },
];

/** What stands for x to the power, where that is not wider than x. */
function powered({ inputs, shape }: Node, power: number, cheap: (x: Value) => Value): Value | null {
  const [x, by] = inputs as [Value, Value];
  return uniform(by) === power && sameShape(x.shape, shape) ? cheap(x) : null;
}
