import { tf } from '../../src/lab/core/tf';
import { inOrder, sameShape, sizeOf, typeOf, type Graph, type Node } from '../../src/lab/compiler/graph';

/** What must be true of a node, by words. */
interface Law {
  readonly law: string;
  readonly ops?: readonly string[];
  readonly holds: (node: Node) => boolean;
}

const arithmetic = ['Add', 'Div', 'Max', 'Min', 'Mul', 'Pow', 'Sub'];
const comparisons = ['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'And', 'Or'];
const reductions = ['ReduceMax', 'ReduceMin', 'ReduceProd', 'ReduceSum'];

const shapes = ({ inputs }: Node) => inputs.map(({ shape }) => [...shape]);

const laws: readonly Law[] = [
  {
    law: 'lengths are whole numbers',
    holds: ({ shape }) => shape.every((length) => Number.isInteger(length) && length >= 0),
  },
  {
    law: 'operands broadcast to the result',
    ops: [...arithmetic, ...comparisons, 'Where'],
    holds: (node) =>
      sameShape(
        shapes(node).reduce((all, next) => tf.backend_util.assertAndGetBroadcastShape(all, next)),
        node.shape,
      ),
  },
  {
    law: 'operands of arithmetic have the type of the result',
    ops: arithmetic,
    holds: ({ inputs, dtype }) => inputs.every((input) => input.dtype === dtype),
  },
  {
    law: 'an answer is a truth value, to operands of one type',
    ops: comparisons,
    holds: ({ inputs: [a, b], dtype }) => dtype === 'bool' && a!.dtype === b!.dtype,
  },
  {
    law: 'a reshape keeps the count of numbers',
    ops: ['Reshape'],
    holds: ({ inputs: [x], shape }) => sizeOf(x!.shape) === sizeOf(shape),
  },
  {
    law: 'a transposition takes each axis once',
    ops: ['Transpose'],
    holds({ inputs: [x], shape, attributes }) {
      const perm = attributes['perm'] as readonly number[];
      const sorted = [...perm].sort((a, b) => a - b);
      const whole = sorted.every((axis, at) => axis === at) && perm.length === x!.shape.length;
      return whole && perm.every((axis, at) => shape[at] === x!.shape[axis]);
    },
  },
  {
    law: 'a reduction drops its axes, or keeps them with length 1',
    ops: reductions,
    holds({ inputs: [x, along], shape, attributes }) {
      if (along!.kind !== 'constant') return false;
      const axes = Array.from(along!.values, Number);
      const kept = x!.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
      return sameShape(
        shape,
        attributes['keepdims'] === 1 ? kept : kept.filter((_, axis) => !axes.includes(axis)),
      );
    },
  },
  {
    law: 'a product joins equal lengths',
    ops: ['MatMul'],
    holds: ({ inputs: [a, b] }) => a!.shape.at(-1) === b!.shape.at(-2),
  },
];

/** The nodes of a graph that break a law, with what they are made of. */
export function brokenLaws(graph: Graph): string[] {
  return inOrder(graph).flatMap((value) => {
    if (value.kind === 'constant') {
      return value.values.length === sizeOf(value.shape)
        ? []
        : [`${typeOf(value)} has ${value.values.length} numbers`];
    }
    if (value.kind === 'input') return [];
    const broken = laws.filter(({ ops, holds }) => (!ops || ops.includes(value.op)) && !holds(value));
    return broken.map(
      ({ law }) => `${law}: ${typeOf(value)} = ${value.op}(${value.inputs.map(typeOf).join(', ')})`,
    );
  });
}
