import { inOrder, typeOf, uniform, type Graph, type Node, type Value } from './graph';
import { arrangements } from './rules/arrangements';
import { cheaper, factors, folding, neutral, widenings } from './rules/constants';
import { products } from './rules/products';
import type { Rule } from './rules/rule';
import { sinking } from './rules/sinking';

/** In this order: what is known first, for the others then see less. */
export const rules: readonly Rule[] = [
  ...folding,
  ...neutral,
  ...widenings,
  ...factors,
  ...cheaper,
  ...arrangements,
  ...sinking,
  ...products,
];

/** The graph with every rule applied until none holds any more, and every value that is computed twice computed once. */
export function simplified(graph: Graph, by: readonly Rule[] = rules): Graph {
  const simple = new Map<Value, Value>();
  const once = unique();
  const settle = (value: Value): Value => {
    const known = simple.get(value);
    if (known) return known;
    const result = value.kind === 'node' ? rewritten(value, settle, by, once) : once(value);
    simple.set(value, result);
    simple.set(result, result);
    return result;
  };
  inOrder(graph).forEach(settle);
  return Object.fromEntries(Object.entries(graph).map(([name, value]) => [name, settle(value)]));
}

/** A node on inputs that are simple already, as the first rule that holds has it, and so on. */
function rewritten(
  node: Node,
  settle: (value: Value) => Value,
  by: readonly Rule[],
  once: <V extends Value>(value: V) => V,
): Value {
  const ready = once({ ...node, inputs: node.inputs.map(settle) });
  for (const { ops, rewrite } of by) {
    const next = ops.includes(ready.op) ? rewrite(ready) : null;
    if (next) return settle(next);
  }
  return ready;
}

/** Constants of more numbers than this are not looked at, unless all their numbers are the same. */
const short = 16;

/** Of values that are equal by what they are computed from, always the first. */
function unique(): <V extends Value>(value: V) => V {
  const numbers = new Map<Value, number>();
  const values = new Map<string, Value>();
  const keyOf = (value: Value): string | undefined => {
    if (value.kind === 'node') {
      const inputs = value.inputs.map((input) => numbers.get(input));
      return JSON.stringify([value.op, inputs, value.attributes, value.result, value.shape]);
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
    if (!numbers.has(first)) numbers.set(first, numbers.size);
    if (key !== undefined) values.set(key, first);
    return first as V;
  };
}
