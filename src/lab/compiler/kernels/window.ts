/**
 * Convolution and pooling. TensorFlow.js has the channels last, ONNX before height and width: each kernel turns what it
 * takes and what it gives, and the rules cancel the turns between one kernel and the next.
 */
import { tf } from '../../core/tf';
import { sizeOf, type Value } from '../graph';
import { filled, node, reshape, slice, transpose } from '../operators';
import type { AnyLowering, Lowering } from './lowering';

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
  { strides, pad, dilations, dimRoundingMode },
) => {
  const info = tf.backend_util.computeConv2DInfo(
    ...([four(x.shape), four(filter.shape), strides, dilations, pad, dimRoundingMode] as const),
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

/** What the convolution reads, from what it gives: the convolution turned round. */
const conv2DBackpropInput: Lowering<'dy' | 'filter', tf.Conv2DBackpropInputAttrs> = (
  { dy, filter },
  { inputShape, strides, pad, dimRoundingMode },
) => {
  const info = tf.backend_util.computeConv2DInfo(
    ...([inputShape, four(filter.shape), strides, 1, pad, dimRoundingMode] as const),
  );
  const { padInfo, strideHeight, strideWidth, inHeight, inWidth } = info;
  const reached = [
    (info.outHeight - 1) * strideHeight + info.filterHeight - padInfo.top - padInfo.bottom,
    (info.outWidth - 1) * strideWidth + info.filterWidth - padInfo.left - padInfo.right,
  ] as const;
  const dx = node(
    'ConvTranspose',
    [channelsFirst(dy), onnxFilter(filter)],
    { shape: [info.batchSize, info.inChannels, inHeight, inWidth], dtype: dy.dtype },
    {
      kernel_shape: [info.filterHeight, info.filterWidth],
      strides: [strideHeight, strideWidth],
      pads: padsOf(info),
      // Rows and columns at the end that no window reached.
      output_padding: [inHeight - reached[0], inWidth - reached[1]],
    },
  );
  return channelsLast(dx);
};

/** A convolution over the images: channels and batch change places, and the slope is the filter, with the stride between its numbers. */
const conv2DBackpropFilter: Lowering<'x' | 'dy', tf.Conv2DBackpropFilterAttrs> = (
  { x, dy },
  { filterShape, strides, pad, dimRoundingMode },
) => {
  const info = tf.backend_util.computeConv2DInfo(
    ...([four(x.shape), filterShape, strides, 1, pad, dimRoundingMode] as const),
  );
  const [height, width, inputs, outputs] = filterShape;
  const { padInfo, strideHeight, strideWidth } = info;
  const spatial = [
    info.inHeight + padInfo.top + padInfo.bottom - (info.outHeight - 1) * strideHeight,
    info.inWidth + padInfo.left + padInfo.right - (info.outWidth - 1) * strideWidth,
  ];
  const found = node(
    'Conv',
    [transpose(x, [3, 0, 1, 2]), transpose(dy, [3, 0, 1, 2])],
    { shape: [inputs, outputs, ...spatial], dtype: x.dtype },
    {
      kernel_shape: [info.outHeight, info.outWidth],
      dilations: [strideHeight, strideWidth],
      pads: padsOf(info),
    },
  );
  // Rows and columns that no window reached give a row or column too many.
  return transpose(slice(found, [0, 0, 0, 0], [inputs, outputs, height, width]), [2, 3, 0, 1]);
};

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
  const places = node('MaxPool', [x], { shape, dtype: 'int64' }, attributes, 1);
  const flat = (value: Value) => reshape(value, [sizeOf(value.shape)]);
  const nothing = filled(0, [sizeOf(x.shape)], dy.dtype);
  const inputs = [nothing, flat(places), flat(channelsFirst(dy))];
  const scattered = node('ScatterElements', inputs, nothing, { axis: 0, reduction: 'add' });
  return channelsLast(reshape(scattered, x.shape));
};

export const window = {
  Conv2D: conv2D,
  Conv2DBackpropFilter: conv2DBackpropFilter,
  Conv2DBackpropInput: conv2DBackpropInput,
  MaxPool: maxPool,
  MaxPoolGrad: maxPoolGrad,
} satisfies Record<string, AnyLowering>;
