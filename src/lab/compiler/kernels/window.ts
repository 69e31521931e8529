/**
 * Convolution and pooling. TensorFlow.js has the channels last, ONNX before height and width: each kernel turns what it
 * takes and what it gives, and the rules cancel the turns between one kernel and the next.
 */
import { tf } from '../../core/tf';
import { sizeOf, type Value } from '../graph';
import {
  concat,
  filled,
  integers,
  matMul,
  node,
  pad,
  reshape,
  reversed,
  slice,
  transpose,
} from '../operators';
import { refusal, type AnyLowering, type Lowering } from './lowering';

type Four = [number, number, number, number];
type Info = tf.backend_util.Conv2DInfo;

const four = (shape: readonly number[]) => [...shape] as Four;

const channelsFirst = (x: Value) => transpose(x, [0, 3, 1, 2]);
const channelsLast = (x: Value) => transpose(x, [0, 2, 3, 1]);

/** [height, width, in, out] to ONNX's [out, in, height, width]. */
const onnxFilter = (filter: Value) => transpose(filter, [3, 2, 0, 1]);

const padsOf = ({ padInfo: { top, left, bottom, right } }: Info) => [top, left, bottom, right];
const outShape = ({ batchSize, outChannels, outHeight, outWidth }: Info) => [
  batchSize,
  outChannels,
  outHeight,
  outWidth,
];

const conv2D: Lowering<'x' | 'filter', tf.Conv2DAttrs> = (
  { x, filter },
  { strides, pad: padding, dilations, dataFormat, dimRoundingMode },
) => {
  if (dataFormat !== 'NHWC') throw refusal(`a convolution in the order ${dataFormat}`);
  const info = tf.backend_util.computeConv2DInfo(
    ...([four(x.shape), four(filter.shape), strides, dilations, padding, dimRoundingMode] as const),
  );
  const out = node(
    'Conv',
    [channelsFirst(x), onnxFilter(filter)],
    { shape: outShape(info), dtype: x.dtype },
    {
      kernel_shape: [info.filterHeight, info.filterWidth],
      strides: [info.strideHeight, info.strideWidth],
      dilations: [info.dilationHeight, info.dilationWidth],
      pads: padsOf(info),
    },
  );
  return channelsLast(out);
};

const conv2DBackpropInput: Lowering<'dy' | 'filter', tf.Conv2DBackpropInputAttrs> = (
  { dy, filter },
  { inputShape, strides, pad: padding, dimRoundingMode },
) => {
  const info = tf.backend_util.computeConv2DInfo(
    ...([inputShape, four(filter.shape), strides, 1, padding, dimRoundingMode] as const),
  );
  const { top, left, bottom, right } = info.padInfo;
  // What is left of the filter's reach on each side.
  const reach = [top, left, bottom, right].map(
    (each, side) => (side % 2 ? info.filterWidth : info.filterHeight) - 1 - each,
  );
  const dense = info.strideHeight === 1 && info.strideWidth === 1 && reach.every((each) => each >= 0);
  return dense
    ? inputSlopeByConvolution(dy, filter, info, reach)
    : inputSlopeByTransposition(dy, filter, info);
};

const inputShapeOf = ({ batchSize, inChannels, inHeight, inWidth }: Info) => [
  batchSize,
  inChannels,
  inHeight,
  inWidth,
];

/** A convolution of the slope with the filter turned by half a turn. */
function inputSlopeByConvolution(dy: Value, filter: Value, info: Info, pads: readonly number[]): Value {
  const turned = reversed(reversed(filter, 0), 1); // [height, width, in, out]
  const dx = node(
    'Conv',
    [channelsFirst(dy), transpose(turned, [2, 3, 0, 1])],
    { shape: inputShapeOf(info), dtype: dy.dtype },
    { kernel_shape: [info.filterHeight, info.filterWidth], pads },
  );
  return channelsLast(dx);
}

/** ONNX's transposed convolution, which knows strides. */
function inputSlopeByTransposition(dy: Value, filter: Value, info: Info): Value {
  const { padInfo, strideHeight, strideWidth, inHeight, inWidth } = info;
  const reached = [
    (info.outHeight - 1) * strideHeight + info.filterHeight - padInfo.top - padInfo.bottom,
    (info.outWidth - 1) * strideWidth + info.filterWidth - padInfo.left - padInfo.right,
  ] as const;
  const dx = node(
    'ConvTranspose',
    [channelsFirst(dy), onnxFilter(filter)],
    { shape: inputShapeOf(info), dtype: dy.dtype },
    {
      kernel_shape: [info.filterHeight, info.filterWidth],
      strides: [strideHeight, strideWidth],
      pads: padsOf(info),
      // Rows and columns at the end that no window reached.
      output_padding: [inHeight - reached[0], inWidth - reached[1]],
    },
  );
  return channelsLast(dx);
}

/** Fewer channels than this make products too narrow to be fast. */
const fewChannels = 8;

const conv2DBackpropFilter: Lowering<'x' | 'dy', tf.Conv2DBackpropFilterAttrs> = (
  { x, dy },
  { filterShape, strides, pad: padding, dimRoundingMode },
) => {
  const info = tf.backend_util.computeConv2DInfo(
    ...([four(x.shape), filterShape, strides, 1, padding, dimRoundingMode] as const),
  );
  return info.inChannels < fewChannels
    ? filterSlopeByConvolution(x, dy, info)
    : filterSlopeByProducts(x, dy, info);
};

/** Batch and channels change places, and the slope is the filter, with the stride between its numbers. */
function filterSlopeByConvolution(x: Value, dy: Value, info: Info): Value {
  const { padInfo, strideHeight, strideWidth, inChannels, outChannels } = info;
  const found = [
    info.inHeight + padInfo.top + padInfo.bottom - (info.outHeight - 1) * strideHeight,
    info.inWidth + padInfo.left + padInfo.right - (info.outWidth - 1) * strideWidth,
  ];
  const sums = node(
    'Conv',
    [transpose(x, [3, 0, 1, 2]), transpose(dy, [3, 0, 1, 2])],
    { shape: [inChannels, outChannels, ...found], dtype: x.dtype },
    {
      kernel_shape: [info.outHeight, info.outWidth],
      dilations: [strideHeight, strideWidth],
      pads: padsOf(info),
    },
  );
  // Rows and columns that no window reached give a row or column too many.
  const needed = slice(sums, [0, 0, 0, 0], [inChannels, outChannels, info.filterHeight, info.filterWidth]);
  return transpose(needed, [2, 3, 0, 1]);
}

/** For each place of the filter, what it meets in all windows, times the slopes there. */
function filterSlopeByProducts(x: Value, dy: Value, info: Info): Value {
  const { padInfo, batchSize, outHeight, outWidth, inChannels, outChannels, filterHeight, filterWidth } =
    info;
  const windows = batchSize * outHeight * outWidth;
  // Turned this way round, the products need no operand transposed.
  const slopes = reshape(transpose(dy, [3, 0, 1, 2]), [outChannels, windows]);
  const framed = pad(x, [0, padInfo.top, padInfo.left, 0], [0, padInfo.bottom, padInfo.right, 0], 0);
  const places = Array.from({ length: filterHeight * filterWidth }, (_, place) => {
    const begin = [0, Math.floor(place / filterWidth), place % filterWidth, 0];
    const size = [batchSize, outHeight, outWidth, inChannels];
    const met = slice(framed, begin, size, [1, info.strideHeight, info.strideWidth, 1]);
    return matMul(slopes, reshape(met, [windows, inChannels]));
  });
  const turned = reshape(concat(places, 0), [filterHeight, filterWidth, outChannels, inChannels]);
  return transpose(turned, [0, 1, 3, 2]);
}

type Pooling = ReturnType<typeof pooling>['attributes'];

function pooling(x: Value, { filterSize, strides, pad, dimRoundingMode }: tf.MaxPoolAttrs) {
  const info = tf.backend_util.computePool2DInfo(four(x.shape), filterSize, strides, 1, pad, dimRoundingMode);
  const attributes = {
    kernel_shape: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    pads: padsOf(info),
  };
  return { shape: outShape(info), attributes };
}

const maxPool: Lowering<'x', tf.MaxPoolAttrs> = ({ x }, attrs) => {
  const { shape, attributes } = pooling(x, attrs);
  return channelsLast(node('MaxPool', [channelsFirst(x)], { shape, dtype: x.dtype }, attributes));
};

/** The slope goes to the place of each window's greatest number, the first of equal ones. */
const maxPoolGrad: Lowering<'dy' | 'input', tf.MaxPoolGradAttrs> = ({ dy, input }, attrs) => {
  const { shape, attributes } = pooling(input, attrs);
  const x = channelsFirst(input);
  const slopes = channelsFirst(dy);
  const places = node('MaxPool', [x], { shape, dtype: 'int64' }, attributes, 1);
  const { kernel_shape, strides } = attributes;
  const apart = kernel_shape.every((length, axis) => length <= strides[axis]!);
  return channelsLast(apart ? placed(slopes, places, x, attributes) : summed(slopes, places, x));
};

/** Each number at its place, where no two have the same. */
function placed(numbers: Value, places: Value, like: Value, attributes: Pooling): Value {
  return node('MaxUnpool', [numbers, places, integers(like.shape)], like, attributes);
}

/** Each number at its place, added to what is there. */
function summed(numbers: Value, places: Value, like: Value): Value {
  const flat = (value: Value) => reshape(value, [sizeOf(value.shape)]);
  const nothing = filled(0, [sizeOf(like.shape)], like.dtype);
  const inputs = [nothing, flat(places), flat(numbers)];
  return reshape(node('ScatterElements', inputs, nothing, { axis: 0, reduction: 'add' }), like.shape);
}

export const window = {
  Conv2D: conv2D,
  Conv2DBackpropFilter: conv2DBackpropFilter,
  Conv2DBackpropInput: conv2DBackpropInput,
  MaxPool: maxPool,
  MaxPoolGrad: maxPoolGrad,
} satisfies Record<string, AnyLowering>;
