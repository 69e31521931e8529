import { inOrder, sameShape, sizeOf, uniform, type Graph, type Node, type Value } from './graph';
import { inverse, reduce, reshape, scalar, transpose } from './operators';

/** A law by which a node may be replaced. */
export interface Rule {
  readonly law: string;
  /** The nodes that it looks at, by operator. */
  readonly ops: readonly string[];
  /** @returns what stands for the node, or null where the law does not hold for it */
  readonly rewrite: (node: Node) => Value | null;
}

/** Functions of each number by itself. */
const unaries = ['Abs', 'Cast', 'Exp', 'Log', 'Neg', 'Not', 'Reciprocal', 'Relu', 'Sigmoid', 'Sqrt', 'Tanh'];
const arithmetic = ['Add', 'Div', 'Max', 'Min', 'Mul', 'Pow', 'Sub'];
const comparisons = ['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'And', 'Or'];
const reductions = ['ReduceMax', 'ReduceMin', 'ReduceProd', 'ReduceSum'];

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

/** Where the numbers stand. */
export const arrangements: readonly Rule[] = [
  {
    law: 'reshape(x) = x where it has the shape already',
    ops: ['Reshape'],
    rewrite: ({ inputs: [x], shape }) => (sameShape(x!.shape, shape) ? x! : null),
  },
  {
    law: 'reshape(reshape(x)) = reshape(x)',
    ops: ['Reshape'],
    rewrite: ({ inputs: [x], shape }) => (isOp(x!, 'Reshape') ? reshape(x.inputs[0]!, shape) : null),
  },
  {
    law: 'slice(x) = x where it is all of x',
    ops: ['Slice'],
    rewrite: ({ inputs: [x], shape }) => (sameShape(x!.shape, shape) ? x! : null),
  },
  {
    law: 'a transposition that moves only axes of length 1 is a reshape',
    ops: ['Transpose'],
    rewrite(out) {
      const long = permOf(out).filter((axis) => out.inputs[0]!.shape[axis] !== 1);
      return long.every((axis, at) => at === 0 || axis > long[at - 1]!)
        ? reshape(out.inputs[0]!, out.shape)
        : null;
    },
  },
  {
    law: 'transpose(transpose(x, p), q) = transpose(x, p[q])',
    ops: ['Transpose'],
    rewrite(out) {
      const [x] = out.inputs as [Value];
      if (!isOp(x, 'Transpose')) return null;
      const first = permOf(x);
      return transpose(
        x.inputs[0]!,
        permOf(out).map((axis) => first[axis]!),
      );
    },
  },
];

/** Transpositions sink towards the outputs, past whatever treats all numbers alike, until they meet their inverse. */
export const sinking: readonly Rule[] = [
  {
    law: 'f(transpose(x)) = transpose(f(x))',
    ops: unaries,
    rewrite(out) {
      const [x] = out.inputs as [Value];
      if (!isOp(x, 'Transpose')) return null;
      const [below] = x.inputs as [Value];
      return transpose({ ...out, inputs: [below], shape: below.shape }, permOf(x));
    },
  },
  {
    law: 'transpose(a) + b = transpose(a + untranspose(b)), where b is small or transposed alike',
    ops: [...arithmetic, ...comparisons, 'Where'],
    rewrite: sunkBelow,
  },
  {
    law: 'Σ transpose(x) = transpose(Σ x), over the axes as they were',
    ops: reductions,
    rewrite(out) {
      const [x, along] = out.inputs as [Value, Value];
      if (!isOp(x, 'Transpose') || along.kind !== 'constant') return null;
      const perm = permOf(x);
      const axes = Array.from(along.values, Number);
      const keep = out.attributes['keepdims'] === 1;
      const below = reduce(
        out.op,
        x.inputs[0]!,
        axes.map((axis) => perm[axis]!).sort((a, b) => a - b),
        keep,
      );
      if (keep) return transpose(below, perm);
      const left = perm.filter((_, axis) => !axes.includes(axis));
      const places = [...left].sort((a, b) => a - b);
      return transpose(
        below,
        left.map((axis) => places.indexOf(axis)),
      );
    },
  },
];

function sunkBelow(out: Node): Value | null {
  const turned = out.inputs.find(
    (input): input is Node => isOp(input, 'Transpose') && sameShape(input.shape, out.shape),
  );
  if (!turned) return null;
  const perm = permOf(turned);
  const back = inverse(perm);
  const shape = back.map((axis) => out.shape[axis]!);
  const inputs = out.inputs.map((input) => untransposed(input, perm, back, out.shape));
  if (inputs.some((input) => input === null)) return null;
  return transpose({ ...out, inputs: inputs as Value[], shape }, perm);
}

/** The operand as it stands before the transposition; null where that would move many numbers. */
function untransposed(
  input: Value,
  perm: readonly number[],
  back: readonly number[],
  shape: readonly number[],
): Value | null {
  if (isOp(input, 'Transpose') && String(permOf(input)) === String(perm)) return input.inputs[0]!;
  const number = uniform(input);
  if (number !== undefined) return scalar(number, input.dtype);
  if (sizeOf(input.shape) * 2 > sizeOf(shape)) return null;
  const ones = shape.slice(input.shape.length).map(() => 1);
  return transpose(reshape(input, [...ones, ...input.shape]), back);
}

const permOf = ({ attributes }: Node) => attributes['perm'] as readonly number[];

function isOp(value: Value, op: string): value is Node {
  return value.kind === 'node' && value.op === op;
}

export const rules: readonly Rule[] = [...neutral, ...arrangements, ...sinking];

/** The graph with every rule applied until none holds any more. */
export function simplified(graph: Graph, by: readonly Rule[] = rules): Graph {
  const simple = new Map<Value, Value>();
  const settle = (value: Value): Value => {
    const known = simple.get(value);
    if (known) return known;
    const result = value.kind === 'node' ? rewritten(value, settle, by) : value;
    simple.set(value, result);
    simple.set(result, result);
    return result;
  };
  inOrder(graph).forEach(settle);
  return Object.fromEntries(Object.entries(graph).map(([name, value]) => [name, settle(value)]));
}

/** A node on inputs that are simple already, as the first rule that holds has it, and so on. */
function rewritten(node: Node, settle: (value: Value) => Value, by: readonly Rule[]): Value {
  const ready = { ...node, inputs: node.inputs.map(settle) };
  for (const { ops, rewrite } of by) {
    const next = ops.includes(ready.op) ? rewrite(ready) : null;
    if (next) return settle(next);
  }
  return ready;
}
