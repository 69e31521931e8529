import type { Node, Value } from '../graph';

/** A law by which a node may be replaced. */
export interface Rule {
  readonly law: string;
  /** The nodes that it looks at, by operator. */
  readonly ops: readonly string[];
  /** @returns what stands for the node, or null where the law does not hold for it */
  readonly rewrite: (node: Node) => Value | null;
}

/** Functions of each number by itself. */
export const unaries = [
  'Abs',
  'Cast',
  'Exp',
  'Log',
  'Neg',
  'Not',
  'Reciprocal',
  'Relu',
  'Sigmoid',
  'Sqrt',
  'Tanh',
];

/** Functions of two numbers, shapes broadcast. */
export const arithmetic = ['Add', 'Div', 'Max', 'Min', 'Mul', 'Pow', 'Sub'];

export const comparisons = ['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'And', 'Or'];

export const reductions = ['ReduceMax', 'ReduceMin', 'ReduceProd', 'ReduceSum'];

export function isOp(value: Value, op: string): value is Node {
  return value.kind === 'node' && value.op === op;
}

/** Of a transposition: axis i of the result is axis perm[i] of the operand. */
export const permOf = ({ attributes }: Node) => attributes['perm'] as readonly number[];
