/**
 * A program as a graph of values. A value knows what it is computed from, its shape and its type; it never changes.
 * Operators go by their ONNX names.
 */

/** int64 is for shapes and indices that operators take; TensorFlow.js has no tensor of it. */
export type Dtype = 'float32' | 'int32' | 'int64' | 'bool';

export type Numbers = Float32Array | Int32Array | BigInt64Array | Uint8Array;

/** Settings of an operator. A whole number is written as an integer unless its name is in `floatAttributes`. */
export type Attributes = Readonly<Record<string, number | string | readonly number[]>>;

/** What every value has. */
export interface Typed {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
}

/** A tensor that enters from outside. */
export interface Input extends Typed {
  readonly kind: 'input';
  readonly name: string;
}

/** A tensor that is known already. */
export interface Constant extends Typed {
  readonly kind: 'constant';
  readonly values: Numbers;
}

/** A result of an operator. */
export interface Node extends Typed {
  readonly kind: 'node';
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  /** Which of the operator's results; most have one. */
  readonly result: number;
  /** What the operator does again and again, where it is a loop. */
  readonly body?: Body;
}

/**
 * A program within a program. What it takes from outside, beside its inputs, it names as it is: what does not change from
 * turn to turn stands outside, and is computed once.
 */
export interface Body {
  readonly inputs: readonly Input[];
  readonly outputs: readonly Value[];
}

export type Value = Input | Constant | Node;

/** What is computed, by name. */
export type Graph = Readonly<Record<string, Value>>;

/** Every value that the outputs depend on, each after what it is computed from. */
export function inOrder(graph: Graph): Value[] {
  const seen = new Set<Value>();
  const visit = (value: Value): void => {
    if (seen.has(value)) return;
    operandsOf(value).forEach(visit);
    seen.add(value);
  };
  Object.values(graph).forEach(visit);
  return [...seen];
}

/** What a value is computed from directly. */
function operandsOf(value: Value): readonly Value[] {
  if (value.kind !== 'node') return [];
  return value.body ? [...value.inputs, ...partsOf(value.body).outside] : value.inputs;
}

interface Parts {
  /** Computed in each turn: each value after what it is computed from. */
  readonly inside: readonly Value[];
  /** What those take from outside. */
  readonly outside: readonly Value[];
}

const divisions = new WeakMap<Body, Parts>();

/** The values of a body. */
export function partsOf(body: Body): Parts {
  const parts = divisions.get(body) ?? divided(body);
  divisions.set(body, parts);
  return parts;
}

function divided({ inputs, outputs }: Body): Parts {
  const inside = new Set<Value>(inputs);
  const outside = new Set<Value>();
  const isInside = (value: Value): boolean => {
    if (inside.has(value)) return true;
    if (outside.has(value)) return false;
    // Every operand is looked at, for each must be in one of the sets.
    const within = operandsOf(value).filter(isInside).length > 0;
    (within ? inside : outside).add(value);
    return within;
  };
  outputs.forEach(isInside);
  // Of what is outside only that counts which the inside, or the result, names.
  const named = [...inside].flatMap(operandsOf).concat(outputs);
  return { inside: [...inside], outside: [...new Set(named)].filter((value) => outside.has(value)) };
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

const uniforms = new WeakMap<Constant, { readonly number?: number }>();

/** The number that a constant has everywhere; undefined where it has several, or the value is no constant. */
export function uniform(value: Value): number | undefined {
  if (value.kind !== 'constant') return undefined;
  // Each rule asks again, and there may be a million numbers to look at.
  const found = uniforms.get(value) ?? numberOf(value);
  uniforms.set(value, found);
  return found.number;
}

function numberOf({ values }: Constant): { readonly number?: number } {
  const [first] = values;
  const same = first !== undefined && values.every((each: number | bigint) => each === first);
  return same ? { number: Number(first) } : {};
}

/** The program as text, a value a line: `%2: float32[4,3] = MatMul(%0, %1)`. */
export function printed(graph: Graph): string {
  const values = inOrder(graph);
  const name = new Map(values.map((value, at) => [value, `%${at}`]));
  const lines = values.map((value) => `${name.get(value)}: ${typeOf(value)} = ${definition(value, name)}`);
  const outputs = Object.entries(graph).map(([output, value]) => `${output}: ${name.get(value)}`);
  return [...lines, `return { ${outputs.join(', ')} }`].join('\n');
}

/** `float32[4,3]` */
export function typeOf({ dtype, shape }: Typed): string {
  return `${dtype}[${shape.join(',')}]`;
}

function definition(value: Value, name: ReadonlyMap<Value, string>): string {
  if (value.kind === 'input') return `input '${value.name}'`;
  if (value.kind === 'constant') {
    const shown = Array.from(value.values.slice(0, 4), String).join(', ');
    return uniform(value) === undefined && value.values.length > 4
      ? `[${shown}, ...]`
      : String(uniform(value) ?? `[${shown}]`);
  }
  const attributes = Object.entries(value.attributes).map(
    ([key, setting]) => `${key}=${JSON.stringify(setting)}`,
  );
  const operands = [...value.inputs.map((input) => name.get(input)), ...attributes].join(', ');
  return `${value.op}(${operands})${value.result > 0 ? `.${value.result}` : ''}`;
}
