/** Kernels that go along axes. */
import { tf } from '../../core/tf';
import { sizeOf, type Value } from '../graph';
import { binary, cast, integers, node, reduce, scalar } from '../operators';
import type { AnyLowering, Lowering } from './lowering';

/** Sum and Mean say axis; Max and Min say reductionIndices. */
interface Axes {
  readonly axis?: number | number[];
  readonly reductionIndices?: number | number[];
  readonly keepDims?: boolean;
}

const axesOf = (x: Value, { axis, reductionIndices }: Axes) =>
  tf.util.parseAxisParam(axis ?? reductionIndices ?? x.shape.map((_, at) => at), [...x.shape]);

const reduced =
  (op: string): Lowering<'x', Axes> =>
  ({ x }, attributes) =>
    reduce(op, x, axesOf(x, attributes), attributes.keepDims);

/** Operators that know no truth values take them for 0 and 1. */
const asNumbers =
  (op: string): Lowering<'x', Axes> =>
  ({ x }, attributes) =>
    cast(reduce(op, cast(x, 'int32'), axesOf(x, attributes), attributes.keepDims), 'bool');

/** As a sum, which the rules know. */
const mean: Lowering<'x', Axes> = ({ x }, attributes) => {
  const sum = reduce('ReduceSum', cast(x, 'float32'), axesOf(x, attributes), attributes.keepDims);
  return binary('Div', sum, scalar(sizeOf(x.shape) / sizeOf(sum.shape)));
};

const place =
  (op: string): Lowering<'x', tf.ArgMaxAttrs> =>
  ({ x }, { axis }) => {
    const [at] = tf.util.parseAxisParam(axis, [...x.shape]) as [number];
    const shape = x.shape.toSpliced(at, 1);
    return cast(node(op, [x], { shape, dtype: 'int64' }, { axis: at, keepdims: 0 }), 'int32');
  };

const cumsum: Lowering<'x', tf.CumsumAttrs> = ({ x }, { axis, exclusive, reverse }) => {
  const at = tf.util.parseAxisParam(axis, [...x.shape]);
  return node('CumSum', [x, integers(at)], x, { exclusive: Number(exclusive), reverse: Number(reverse) });
};

/** TensorFlow.js has it along the last axis only. */
const softmax: Lowering<'logits'> = ({ logits }) => node('Softmax', [logits], logits, { axis: -1 });

export const reduction = {
  All: asNumbers('ReduceMin'),
  Any: asNumbers('ReduceMax'),
  ArgMax: place('ArgMax'),
  ArgMin: place('ArgMin'),
  Cumsum: cumsum,
  Max: reduced('ReduceMax'),
  Mean: mean,
  Min: reduced('ReduceMin'),
  Prod: reduced('ReduceProd'),
  Softmax: softmax,
  Sum: reduced('ReduceSum'),
} satisfies Record<string, AnyLowering>;
