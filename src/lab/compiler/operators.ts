/**
 * The ONNX operators that programs are made of, a function for each family. The shape and type of a result follow from
 * what goes in. Operator set 18: axes are inputs.
 */
import { tf } from '../core/tf';
import {
  sizeOf,
  type Attributes,
  type Body,
  type Constant,
  type Dtype,
  type Node,
  type Typed,
  type Value,
} from './graph';

/** Versions of the operators, by where they come from: ONNX itself, ONNX Runtime. Those of others are written `domain:name`. */
export const operatorSets: Readonly<Record<string, number>> = {
  '': 18,
  'com.microsoft': 1,
  'com.microsoft.nchwc': 1,
};

export function constant(values: Constant['values'], shape: readonly number[], dtype: Dtype): Constant {
  return { kind: 'constant', values, shape, dtype };
}

/** A number, of the type of what it is to meet. */
export function scalar(value: number, dtype: Dtype = 'float32'): Constant {
  return filled(value, [], dtype);
}

/** The same number everywhere. */
export function filled(value: number, shape: readonly number[], dtype: Dtype): Constant {
  const size = sizeOf(shape);
  const make = {
    float32: () => new Float32Array(size).fill(value),
    int32: () => new Int32Array(size).fill(value),
    int64: () => new BigInt64Array(size).fill(BigInt(value)),
    bool: () => new Uint8Array(size).fill(value),
  };
  return constant(make[dtype](), shape, dtype);
}

/** Whole numbers as operators take them: axes, shapes, places. */
export function integers(values: readonly number[]): Constant {
  return constant(BigInt64Array.from(values, BigInt), [values.length], 'int64');
}

/** Any operator: the caller knows what comes out. */
export function node(
  op: string,
  inputs: readonly Value[],
  { shape, dtype }: Typed,
  attributes: Attributes = {},
  result = 0,
): Node {
  return { kind: 'node', op, inputs, attributes, shape, dtype, result };
}

/** A function of each number. */
export function unary(op: string, x: Value): Node {
  return node(op, [x], x);
}

/** An operation on each pair of numbers, shapes broadcast. */
export function binary(op: string, a: Value, b: Value): Node {
  return node(op, [a, b], { shape: broadcast(a, b), dtype: a.dtype });
}

/** A question about each pair of numbers. */
export function comparison(op: string, a: Value, b: Value): Node {
  return node(op, [a, b], { shape: broadcast(a, b), dtype: 'bool' });
}

/** a where the condition holds, else b. ONNX Runtime chooses among numbers only: truth values go as 0 and 1. */
export function where(condition: Value, a: Value, b: Value): Value {
  if (a.dtype === 'bool') return cast(where(condition, cast(a, 'int32'), cast(b, 'int32')), 'bool');
  const shape = tf.backend_util.assertAndGetBroadcastShape([...condition.shape], broadcast(a, b));
  return node('Where', [condition, a, b], { shape, dtype: a.dtype });
}

/** ONNX's number of a type. */
export const elementType: Readonly<Record<Dtype, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };

export function cast(x: Value, dtype: Dtype): Value {
  if (x.dtype === dtype) return x;
  return node('Cast', [x], { shape: x.shape, dtype }, { to: elementType[dtype] });
}

/** @param axes not negative; none keeps x as it is */
export function reduce(op: string, x: Value, axes: readonly number[], keepDims = false): Value {
  const shape = x.shape.flatMap((length, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [length]));
  const { dtype } = x;
  return node(
    op,
    [x, integers(axes)],
    { shape, dtype },
    { keepdims: Number(keepDims), noop_with_empty_axes: 1 },
  );
}

export function reshape(x: Value, shape: readonly number[]): Node {
  return node('Reshape', [x, integers(shape)], { shape, dtype: x.dtype }, { allowzero: 1 });
}

/** @param perm axis i of the result is axis perm[i] of x */
export function transpose(x: Value, perm: readonly number[]): Node {
  return node('Transpose', [x], { shape: perm.map((axis) => x.shape[axis]!), dtype: x.dtype }, { perm });
}

export function inverse(perm: readonly number[]): number[] {
  return perm.map((_, axis) => perm.indexOf(axis));
}

export function concat(parts: readonly Value[], axis: number): Node {
  const [{ shape, dtype }] = parts as [Value];
  const length = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
  return node('Concat', parts, { shape: shape.with(axis, length), dtype }, { axis });
}

/** The part of x that begins at `begin` and has the shape `size`, of all numbers or of each `steps`-th; backwards below 0. */
export function slice(
  x: Value,
  begin: readonly number[],
  size: readonly number[],
  steps: readonly number[] = size.map(() => 1),
): Node {
  const end = begin.map((from, axis) => {
    const past = from + size[axis]! * steps[axis]!;
    // Counted from the end, -1 would be the last place: what is before the first is further down.
    return past < 0 ? past - x.shape[axis]! : past;
  });
  const axes = begin.map((_, axis) => axis);
  const inputs = [x, ...[begin, end, axes, steps].map(integers)];
  return node('Slice', inputs, { shape: size, dtype: x.dtype });
}

/** x backwards along an axis, by its places counted down. */
export function reversed(x: Value, axis: number): Node {
  const length = x.shape[axis]!;
  const places = integers(Array.from({ length }, (_, at) => length - 1 - at));
  return node('Gather', [x, places], x, { axis });
}

/** x between margins of one number. */
export function pad(x: Value, before: readonly number[], after: readonly number[], value: number): Node {
  const shape = x.shape.map((length, axis) => before[axis]! + length + after[axis]!);
  return node('Pad', [x, integers([...before, ...after]), scalar(value, x.dtype)], { shape, dtype: x.dtype });
}

/** Product of the last two axes; the axes before them are broadcast. */
export function matMul(a: Value, b: Value): Node {
  const leading = tf.backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...leading, a.shape.at(-2)!, b.shape.at(-1)!];
  return node('MatMul', [a, b], { shape, dtype: a.dtype });
}

/** a bᵀ, of two matrices: ONNX Runtime packs a `b` that is constant once, when it loads the graph. */
export function timesTransposed(a: Value, b: Value): Node {
  return node('Gemm', [a, b], { shape: [a.shape[0]!, b.shape[0]!], dtype: a.dtype }, { transB: 1 });
}

function broadcast(a: Value, b: Value): number[] {
  return tf.backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
}

/**
 * `body` applied `times` times to what it gave before, at first to `initial`.
 * @param times int32 []
 * @param body its inputs: the number of the turn, int64 [], what ONNX asks to go on, bool [], and the state; its outputs: to
 * go on, and the next state
 */
export function loop(times: Value, initial: readonly Value[], body: Body): Node[] {
  const inputs = [cast(times, 'int64'), filled(1, [], 'bool'), ...initial];
  return initial.map((value, result) => ({ ...node('Loop', inputs, value, {}, result), body }));
}
