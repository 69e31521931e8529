/** Kernels that go by numbers' places: what they take from there, put there, or find there. */
import { tf } from '../../core/tf';
import { sizeOf, type Dtype, type Value } from '../graph';
import {
  binary,
  cast,
  comparison,
  constant,
  filled,
  integers,
  matMul,
  node,
  reduce,
  reshape,
  where,
} from '../operators';
import { refusal, type AnyLowering, type Lowering } from './lowering';

const gather: Lowering<'x' | 'indices', tf.GatherV2Attrs> = ({ x, indices }, { axis, batchDims = 0 }) => {
  const at = tf.util.parseAxisParam(axis, [...x.shape])[0]!;
  if (batchDims === 0) {
    const shape = x.shape.toSpliced(at, 1, ...indices.shape);
    return node('Gather', [x, indices], { shape, dtype: x.dtype }, { axis: at });
  }
  if (at !== batchDims) throw refusal(`gather along axis ${at} with batchDims ${batchDims}`);
  const places = cast(reshape(indices, [...indices.shape, 1]), 'int64');
  const shape = [...indices.shape, ...x.shape.slice(at + 1)];
  return node('GatherND', [x, places], { shape, dtype: x.dtype }, { batch_dims: batchDims });
};

/** The last axis of the indices names a place in the first axes of what is taken from, or of `shape`. */
const gatherNd: Lowering<'params' | 'indices'> = ({ params, indices }) => {
  const shape = [...indices.shape.slice(0, -1), ...params.shape.slice(indices.shape.at(-1))];
  return node('GatherND', [params, cast(indices, 'int64')], { shape, dtype: params.dtype });
};

/**
 * Rows of numbers added up at their places, one after the other: ONNX Runtime's ScatterND goes through them on several
 * threads at once, and loses what two of them add to one place.
 */
const addedUp = (places: Value, values: Value, rows: number): Value => {
  const [count = 0, width = 1] = values.shape;
  const nothing = filled(0, [rows, width], values.dtype);
  const at = binary('Add', cast(reshape(places, [count, 1]), 'int64'), filled(0, [count, width], 'int64'));
  return node('ScatterElements', [nothing, at, values], nothing, { axis: 0, reduction: 'add' });
};

/** Places of several axes are brought to one. */
const scatterNd: Lowering<'indices' | 'updates', tf.ScatterNdAttrs> = ({ indices, updates }, { shape }) => {
  const depth = indices.shape.at(-1)!;
  const axes = shape.slice(0, depth);
  const [rows, width, count] = [axes, shape.slice(depth), indices.shape.slice(0, -1)].map(sizeOf);
  const steps = axes.map((_, axis) => sizeOf(axes.slice(axis + 1)));
  const strides = constant(Int32Array.from(steps), [1, depth], 'int32');
  const places =
    depth === 1
      ? indices
      : reduce('ReduceSum', binary('Mul', reshape(indices, [count!, depth]), strides), [1]);
  return reshape(addedUp(places, reshape(updates, [count!, width!]), rows!), shape);
};

const scatterUpdate: Lowering<'tensor' | 'indices' | 'updates'> = ({ tensor, indices, updates }) =>
  node('ScatterND', [tensor, cast(indices, 'int64'), updates], tensor);

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
  const sums = matMul(cast(member, 'float32'), cast(reshape(x, [rows, sizeOf(rest)]), 'float32'));
  return reshape(sums, [numSegments, ...rest]);
};

const oneHot: Lowering<'indices', tf.OneHotAttrs> = ({ indices }, { depth, onValue, offValue, dtype }) => {
  const hot = comparison('Equal', reshape(indices, [...indices.shape, 1]), counting(depth));
  const number = (value: number) => filled(value, [], dtype as Dtype);
  return where(hot, number(onValue), number(offValue));
};

const place =
  (op: string): Lowering<'x', tf.ArgMaxAttrs> =>
  ({ x }, { axis }) => {
    const [at] = tf.util.parseAxisParam(axis, [...x.shape]) as [number];
    const shape = x.shape.toSpliced(at, 1);
    return cast(node(op, [x], { shape, dtype: 'int64' }, { axis: at, keepdims: 0 }), 'int32');
  };

/** The k greatest of the last axis, in order, and their places; of equal numbers the first. */
const topK: Lowering<'x', tf.TopKAttrs> = ({ x }, { k }) => {
  const shape = x.shape.with(-1, k);
  const find = (dtype: Dtype, result: number) =>
    node('TopK', [x, integers([k])], { shape, dtype }, { axis: x.shape.length - 1 }, result);
  return [find(x.dtype, 0), cast(find('int64', 1), 'int32')];
};

/** The numbers of x on the diagonal of a square, zeros beside it. */
const diag: Lowering<'x'> = ({ x }) => {
  const places = counting(sizeOf(x.shape));
  const column = (value: Value) => reshape(value, [sizeOf(x.shape), 1]);
  const square = where(comparison('Equal', column(places), places), column(x), filled(0, [], x.dtype));
  return reshape(square, [...x.shape, ...x.shape]);
};

export const indexing = {
  ArgMax: place('ArgMax'),
  ArgMin: place('ArgMin'),
  Diag: diag,
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  TensorScatterUpdate: scatterUpdate,
  TopK: topK,
  UnsortedSegmentSum: segmentSum,
} satisfies Record<string, AnyLowering>;
