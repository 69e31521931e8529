/** Kernels that put numbers elsewhere, and those that make them from nothing. */
import { tf } from '../../core/tf';
import { sizeOf, type Dtype, type Typed, type Value } from '../graph';
import {
  cast,
  concat,
  constant,
  filled,
  integers,
  node,
  pad,
  reshape,
  reversed,
  slice,
  transpose,
} from '../operators';
import type { AnyLowering, Lowering } from './lowering';

const axisOf = (x: Value, axis: number) => tf.util.parseAxisParam(axis, [...x.shape])[0]!;

const reshaped: Lowering<'x', tf.ReshapeAttrs> = ({ x }, { shape }) =>
  reshape(x, tf.util.inferFromImplicitShape(shape, sizeOf(x.shape)));

const expandDims: Lowering<'input', tf.ExpandDimsAttrs> = ({ input }, { dim }) =>
  reshape(input, input.shape.toSpliced(dim < 0 ? input.shape.length + 1 + dim : dim, 0, 1));

const transposed: Lowering<'x', tf.TransposeAttrs> = ({ x }, { perm }) => transpose(x, perm);

/** The first part says the type. */
const concatenated: Lowering<string, tf.ConcatAttrs> = (inputs, { axis }) => {
  const parts = Object.values(inputs);
  const [first] = parts as [Value];
  const at = axisOf(first, axis);
  tf.backend_util.assertParamsConsistent(
    parts.map(({ shape }) => [...shape]),
    at,
  );
  return concat(
    parts.map((part) => cast(part, first.dtype)),
    at,
  );
};

const pack: Lowering<string, tf.PackAttrs> = (inputs, { axis }) => {
  const parts = Object.values(inputs);
  for (const { shape } of parts) {
    tf.util.assertShapesMatch([...shape], [...parts[0]!.shape], 'stack: all tensors must have one shape. ');
  }
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
  const whole = { shape: [...x.shape], rank: x.shape.length } as tf.Tensor;
  const [from, lengths] = tf.slice_util.parseSliceParams(whole, begin, size) as [number[], number[]];
  tf.slice_util.assertParamsValid(whole, from, lengths);
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

/** Each axis goes on beyond its ends as seen in mirrors; 'symmetric' ones show the end itself as well. */
const mirrored: Lowering<'x', tf.MirrorPadAttrs> = ({ x }, { paddings, mode }) =>
  paddings.reduce<Value>((y, [before, after], axis) => {
    const length = x.shape[axis]!;
    const period = mode === 'reflect' ? 2 * length - 2 : 2 * length;
    const places = Array.from({ length: before + length + after }, (_, at) => {
      const place = (((at - before) % period) + period) % period;
      return place < length ? place : (mode === 'reflect' ? period : period - 1) - place;
    });
    const shape = y.shape.with(axis, places.length);
    return node('Gather', [y, integers(places)], { shape, dtype: x.dtype }, { axis });
  }, x);

const stridedSlice: Lowering<'x', tf.StridedSliceAttrs> = ({ x }, attributes) => {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
  const masks = [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask] as const;
  const info = tf.slice_util.sliceInfo([...x.shape], begin, end, strides, ...masks);
  const size = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
  return reshape(slice(x, info.begin, size, info.strides), info.finalShape);
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

const linSpace: Lowering<never, tf.LinSpaceAttrs> = (_, { start, stop, num }) => {
  const step = num === 1 ? 0 : (stop - start) / (num - 1);
  return constant(
    Float32Array.from({ length: num }, (_each, at) => start + at * step),
    [num],
    'float32',
  );
};

export const arrangement = {
  Concat: concatenated,
  ExpandDims: expandDims,
  Fill: fill,
  LinSpace: linSpace,
  MirrorPad: mirrored,
  OnesLike: like(1),
  Pack: pack,
  PadV2: padded,
  Range: range,
  Reshape: reshaped,
  Reverse: reverse,
  Slice: sliced,
  SplitV: split,
  StridedSlice: stridedSlice,
  Tile: tile,
  Transpose: transposed,
  Unpack: unpack,
  ZerosLike: like(0),
} satisfies Record<string, AnyLowering>;
