/** Kernels that put numbers elsewhere, and those that make them from nothing. */
import { tf } from '../../core/tf';
import { sizeOf, type Dtype, type Typed, type Value } from '../graph';
import {
  cast,
  comparison,
  concat,
  constant,
  filled,
  integers,
  matMul,
  node,
  pad,
  reshape,
  reversed,
  slice,
  transpose,
  where,
} from '../operators';
import { refusal, type AnyLowering, type Lowering } from './lowering';

const axisOf = (x: Value, axis: number) => tf.util.parseAxisParam(axis, [...x.shape])[0]!;

const reshaped: Lowering<'x', tf.ReshapeAttrs> = ({ x }, { shape }) =>
  reshape(x, tf.util.inferFromImplicitShape(shape, sizeOf(x.shape)));

const expandDims: Lowering<'input', tf.ExpandDimsAttrs> = ({ input }, { dim }) =>
  reshape(input, input.shape.toSpliced(dim < 0 ? input.shape.length + 1 + dim : dim, 0, 1));

const transposed: Lowering<'x', tf.TransposeAttrs> = ({ x }, { perm }) => transpose(x, perm);

const concatenated: Lowering<string, tf.ConcatAttrs> = (inputs, { axis }) => {
  const parts = Object.values(inputs);
  return concat(parts, axisOf(parts[0]!, axis));
};

const pack: Lowering<string, tf.PackAttrs> = (inputs, { axis }) => {
  const parts = Object.values(inputs);
  const at = axis < 0 ? parts[0]!.shape.length + 1 + axis : axis;
  return concat(
    parts.map((part) => reshape(part, part.shape.toSpliced(at, 0, 1))),
    at,
  );
};

/** Consecutive parts of x along an axis. */
function parts(x: Value, axis: number, lengths: readonly number[]): Value[] {
  let from = 0;
  return lengths.map((length) => {
    const begin = x.shape.map((_, each) => (each === axis ? from : 0));
    from += length;
    return slice(x, begin, x.shape.with(axis, length));
  });
}

const unpack: Lowering<'value', tf.UnpackAttrs> = ({ value }, { axis }) => {
  const at = axisOf(value, axis);
  const ones = Array.from({ length: value.shape[at]! }, () => 1);
  return parts(value, at, ones).map((part) => reshape(part, part.shape.toSpliced(at, 1)));
};

const split: Lowering<'x', tf.SplitVAttrs> = ({ x }, { numOrSizeSplits, axis }) => {
  const at = axisOf(x, axis);
  const asTensor = { shape: [...x.shape] } as tf.Tensor;
  return parts(x, at, tf.backend_util.prepareSplitSize(asTensor, numOrSizeSplits, at));
};

const sliced: Lowering<'x', tf.SliceAttrs> = ({ x }, { begin, size }) => {
  const whole = { shape: [...x.shape] } as tf.Tensor;
  const [from, lengths] = tf.slice_util.parseSliceParams(whole, begin, size) as [number[], number[]];
  return slice(x, from, lengths);
};

const padded: Lowering<'x', tf.PadV2Attrs> = ({ x }, { paddings, constantValue }) =>
  pad(
    x,
    paddings.map(([before]) => before),
    paddings.map(([, after]) => after),
    constantValue,
  );

const tile: Lowering<'x', tf.TileAttrs> = ({ x }, { reps }) => {
  const shape = x.shape.map((length, axis) => length * reps[axis]!);
  return node('Tile', [x, integers(reps)], { shape, dtype: x.dtype });
};

const reverse: Lowering<'x', tf.ReverseAttrs> = ({ x }, { dims }) =>
  tf.util.parseAxisParam(dims, [...x.shape]).reduce<Value>(reversed, x);

const gather: Lowering<'x' | 'indices', tf.GatherV2Attrs> = ({ x, indices }, { axis, batchDims }) => {
  if (batchDims !== 0) throw refusal('gather with batchDims');
  const at = axisOf(x, axis);
  const shape = x.shape.toSpliced(at, 1, ...indices.shape);
  return node('Gather', [x, indices], { shape, dtype: x.dtype }, { axis: at });
};

/** 0, 1, ... */
const counting = (length: number) =>
  constant(
    Int32Array.from({ length }, (_, at) => at),
    [length],
    'int32',
  );

/** Rows summed by their number: a product with a row of ones and zeros for each segment. */
const segmentSum: Lowering<'x' | 'segmentIds', tf.UnsortedSegmentSumAttrs> = (
  { x, segmentIds },
  { numSegments },
) => {
  const [rows = 1, ...rest] = x.shape;
  const member = comparison('Equal', reshape(counting(numSegments), [numSegments, 1]), segmentIds);
  const sums = matMul(cast(member, x.dtype), reshape(x, [rows, sizeOf(rest)]));
  return reshape(sums, [numSegments, ...rest]);
};

const oneHot: Lowering<'indices', tf.OneHotAttrs> = ({ indices }, { depth, onValue, offValue, dtype }) => {
  const hot = comparison('Equal', reshape(indices, [...indices.shape, 1]), counting(depth));
  const number = (value: number) => filled(value, [], dtype as Dtype);
  return where(hot, number(onValue), number(offValue));
};

const fill: Lowering<never, tf.FillAttrs> = (_, { shape, value, dtype }) =>
  filled(Number(value), shape, (dtype ?? 'float32') as Dtype);

const like =
  (value: number): Lowering<'x'> =>
  ({ x }: { readonly x: Typed }) =>
    filled(value, x.shape, x.dtype);

const range: Lowering<never, tf.RangeAttrs> = (_, { start, stop, step, dtype }) => {
  const length = Math.max(0, Math.ceil((stop - start) / step));
  const numbers = Array.from({ length }, (_each, at) => start + at * step);
  return constant(dtype === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers), [length], dtype);
};

const product: Lowering<'a' | 'b', tf.BatchMatMulAttrs> = ({ a, b }, { transposeA, transposeB }) => {
  const turned = (x: Value, turn: boolean) => {
    const axes = x.shape.map((_, axis) => axis);
    return turn ? transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]) : x;
  };
  return matMul(turned(a, transposeA), turned(b, transposeB));
};

export const arrangement = {
  BatchMatMul: product,
  Concat: concatenated,
  ExpandDims: expandDims,
  Fill: fill,
  GatherV2: gather,
  OneHot: oneHot,
  OnesLike: like(1),
  Pack: pack,
  PadV2: padded,
  Range: range,
  Reshape: reshaped,
  Reverse: reverse,
  Slice: sliced,
  SplitV: split,
  Tile: tile,
  Transpose: transposed,
  Unpack: unpack,
  UnsortedSegmentSum: segmentSum,
  ZerosLike: like(0),
} satisfies Record<string, AnyLowering>;
