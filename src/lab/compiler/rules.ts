import { inOrder, typeOf, uniform, type Body, type Graph, type Node, type Value } from './graph';
import { arrangements } from './rules/arrangements';
import { cheaper, factors, folding, neutral, widenings } from './rules/constants';
import { convolutions } from './rules/convolutions';
import { products } from './rules/products';
import type { Rule } from './rules/rule';
import { sinking } from './rules/sinking';
import { singleFactors } from './rules/singleFactors';
import { truths } from './rules/truths';

/** In this order: what is known first, for the others then see less. */
export const rules: readonly Rule[] = [
  ...folding,
  ...neutral,
  ...widenings,
  ...factors,
  ...cheaper,
  ...truths,
  ...singleFactors,
  ...arrangements,
  ...sinking,
  ...products,
  ...convolutions,
];

/** The graph with every rule applied until none holds any more, and every value that is computed twice computed once. */
export function simplified(graph: Graph, by: readonly Rule[] = rules): Graph {
  const simple = new Map<Value, Value>();
  const bodies = new Map<Body, Body>();
  const once = unique();
  const settle = (value: Value): Value => {
    const known = simple.get(value);
    if (known) return known;
    const result = value.kind === 'node' ? rewritten(value) : once(value);
    simple.set(value, result);
    simple.set(result, result);
    return result;
  };
  /** A node on inputs that are simple already, as the first rule that holds has it, and so on. */
  const rewritten = (node: Node): Value => {
    const body = node.body && settledBody(node.body);
    const ready = once({ ...node, inputs: node.inputs.map(settle), ...(body && { body }) });
    for (const { ops, rewrite } of by) {
      const next = ops.includes(ready.op) ? rewrite(ready) : null;
      if (next) return settle(next);
    }
    return ready;
  };
  /** All results of a loop share its body. */
  const settledBody = (body: Body): Body => {
    const settled = bodies.get(body) ?? { ...body, outputs: body.outputs.map(settle) };
    bodies.set(body, settled).set(settled, settled);
    return settled;
  };
  inOrder(graph).forEach(settle);
  return Object.fromEntries(Object.entries(graph).map(([name, value]) => [name, settle(value)]));
}

/** Constants of more numbers than this are not looked at, unless all their numbers are the same. */
const short = 8192;

/** Operators whose operands may change places. */
const commutative = new Set(['Add', 'And', 'Equal', 'Max', 'Min', 'Mul', 'Or']);

/** Of values that are equal by what they are computed from, always the first. */
function unique(): <V extends Value>(value: V) => V {
  const numbers = new Map<Value | Body | undefined, number>();
  const values = new Map<string, Value>();
  const numberOf = (each: Value | Body | undefined): number => {
    if (!numbers.has(each)) numbers.set(each, numbers.size);
    return numbers.get(each)!;
  };
  const keyOf = (value: Value): string | undefined => {
    if (value.kind === 'node') {
      const { op, inputs, attributes, result, shape, body } = value;
      const operands = inputs.map(numberOf);
      if (commutative.has(op)) operands.sort((a, b) => a - b);
      return JSON.stringify([op, operands, attributes, result, shape, numberOf(body)]);
    }
    if (value.kind === 'input') return undefined;
    const same = uniform(value);
    if (same === undefined && value.values.length > short) return undefined;
    return `${typeOf(value)} ${String(same ?? value.values)}`;
  };
  return <V extends Value>(value: V): V => {
    if (numbers.has(value)) return value;
    const key = keyOf(value);
    const first = key === undefined ? value : (values.get(key) ?? value);
    numberOf(first);
    if (key !== undefined) values.set(key, first);
    return first as V;
  };
}
