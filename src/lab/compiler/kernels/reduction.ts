/** Kernels that go along axes. */
import { tf } from '../../core/tf';
import { sizeOf, type Value } from '../graph';
import { binary, cast, integers, node, pad, reduce, scalar, slice } from '../operators';
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

const cumsum: Lowering<'x', tf.CumsumAttrs> = ({ x }, { axis, exclusive, reverse }) => {
  const at = tf.util.parseAxisParam(axis, [...x.shape]);
  return node('CumSum', [x, integers(at)], x, { exclusive: Number(exclusive), reverse: Number(reverse) });
};

/**
 * ONNX has none. After round r each number is the product of the 2^r up to it: it takes in the one 2^r places before.
 * An exclusive one begins a place late, with 1.
 */
const cumprod: Lowering<'x', tf.CumprodAttrs> = ({ x }, { axis, exclusive, reverse }) => {
  const [at] = tf.util.parseAxisParam(axis, [...x.shape]) as [number];
  const length = x.shape[at]!;
  const delayed = (y: Value, by: number) => {
    const margin = x.shape.map((_, each) => (each === at ? by : 0));
    const none = x.shape.map(() => 0);
    const padded = reverse ? pad(y, none, margin, 1) : pad(y, margin, none, 1);
    return slice(padded, reverse ? margin : none, x.shape);
  };
  let product = exclusive ? delayed(x, 1) : x;
  for (let by = 1; by < length; by *= 2) product = binary('Mul', product, delayed(product, by));
  return product;
};

/** TensorFlow.js has it along the last axis only. */
const softmax: Lowering<'logits'> = ({ logits }) => node('Softmax', [logits], logits, { axis: -1 });

export const reduction = {
  All: asNumbers('ReduceMin'),
  Any: asNumbers('ReduceMax'),
  Cumprod: cumprod,
  Cumsum: cumsum,
  Max: reduced('ReduceMax'),
  Mean: mean,
  Min: reduced('ReduceMin'),
  Prod: reduced('ReduceProd'),
  Softmax: softmax,
  Sum: reduced('ReduceSum'),
} satisfies Record<string, AnyLowering>;
