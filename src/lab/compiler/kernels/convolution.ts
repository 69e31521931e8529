/** Convolutions, ordinary and depthwise, and their slopes. */
import { tf } from '../../core/tf';
import type { Value } from '../graph';
import { binary, concat, node, reduce, reshape, slice, transpose } from '../operators';
import {
  channelsFirst,
  channelsLast,
  four,
  kernelOf,
  outShape,
  padsOf,
  spread,
  stridesOf,
  type Four,
  type Info,
} from './image';
import { metBy } from '../windows';
import { refusal, type AnyLowering, type Lowering } from './lowering';

interface Windows {
  readonly strides: number | [number, number];
  readonly pad: tf.Conv2DAttrs['pad'];
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

function infoOf(x: readonly number[], filter: readonly number[], windows: Windows, depthwise = false): Info {
  const { strides, pad: padding, dilations = 1, dimRoundingMode } = windows;
  return tf.backend_util.computeConv2DInfo(
    ...([four(x), four(filter), strides, dilations, padding, dimRoundingMode, depthwise] as const),
  );
}

/** How many of the channels belong together: all; or each is a group, with a filter of its own. */
const groupsOf = (info: Info, depthwise: boolean) => (depthwise ? info.inChannels : 1);

/** [height, width, in, out] to ONNX's [out, in, height, width]; a depthwise [height, width, in, out of each] to [out, 1, ...]. */
function onnxFilter(filter: Value, depthwise: boolean): Value {
  if (!depthwise) return transpose(filter, [3, 2, 0, 1]);
  const [height, width, inputs, each] = filter.shape as Four;
  return reshape(transpose(filter, [2, 3, 0, 1]), [inputs * each, 1, height, width]);
}

const convolution =
  (depthwise: boolean): Lowering<'x' | 'filter', tf.Conv2DAttrs | tf.DepthwiseConv2dNativeAttrs> =>
  ({ x, filter }, attributes) => {
    const { dataFormat } = attributes;
    if (dataFormat !== 'NHWC') throw refusal(`a convolution in the order ${dataFormat}`);
    const info = infoOf(x.shape, filter.shape, attributes, depthwise);
    const out = node(
      'Conv',
      [channelsFirst(x), onnxFilter(filter, depthwise)],
      { shape: outShape(info), dtype: x.dtype },
      {
        group: groupsOf(info, depthwise),
        kernel_shape: kernelOf(info),
        strides: stridesOf(info),
        dilations: [info.dilationHeight, info.dilationWidth],
        pads: padsOf(info),
      },
    );
    return channelsLast(out);
  };

const inputSlope =
  (
    depthwise: boolean,
  ): Lowering<'dy' | 'filter', tf.Conv2DBackpropInputAttrs | tf.DepthwiseConv2dNativeBackpropInputAttrs> =>
  ({ dy, filter }, attributes) => {
    const info = infoOf(attributes.inputShape, filter.shape, { ...attributes, dilations: 1 }, depthwise);
    const dx = spread(channelsFirst(dy), onnxFilter(filter, depthwise), info, groupsOf(info, depthwise));
    return channelsLast(dx);
  };

/**
 * Batch and channels change places, and the slope is the filter, with the stride between its numbers: the rules know better
 * forms of it.
 */
const filterSlope: Lowering<'x' | 'dy', tf.Conv2DBackpropFilterAttrs> = ({ x, dy }, attributes) => {
  const info = infoOf(x.shape, attributes.filterShape, attributes);
  const { padInfo, strideHeight, strideWidth, inChannels, outChannels, batchSize } = info;
  // Rows and columns at the end that no window reaches.
  const missed = [
    info.inHeight + padInfo.top + padInfo.bottom - (info.outHeight - 1) * strideHeight - info.filterHeight,
    info.inWidth + padInfo.left + padInfo.right - (info.outWidth - 1) * strideWidth - info.filterWidth,
  ] as const;
  const [bottom, right] = [padInfo.bottom - missed[0], padInfo.right - missed[1]];
  const size = [
    batchSize,
    info.inHeight + Math.min(0, bottom),
    info.inWidth + Math.min(0, right),
    inChannels,
  ];
  const sums = node(
    'Conv',
    [transpose(slice(x, [0, 0, 0, 0], size), [3, 0, 1, 2]), transpose(dy, [3, 0, 1, 2])],
    { shape: [inChannels, outChannels, info.filterHeight, info.filterWidth], dtype: x.dtype },
    {
      kernel_shape: [info.outHeight, info.outWidth],
      dilations: [strideHeight, strideWidth],
      pads: [padInfo.top, padInfo.left, Math.max(0, bottom), Math.max(0, right)],
    },
  );
  return transpose(sums, [2, 3, 0, 1]);
};

/** Each channel meets its own slopes only. */
const depthwiseFilterSlope: Lowering<'x' | 'dy', tf.DepthwiseConv2dNativeBackpropFilterAttrs> = (
  { x, dy },
  { filterShape, ...attributes },
) => {
  const info = infoOf(x.shape, filterShape, { ...attributes, dilations: 1 }, true);
  const { batchSize, outHeight, outWidth, inChannels, filterWidth } = info;
  const pixels = [batchSize, outHeight, outWidth];
  const slopes = reshape(dy, [...pixels, 1, inChannels, info.outChannels / inChannels]);
  const windows = {
    filter: kernelOf(info),
    strides: stridesOf(info),
    result: [outHeight, outWidth] as const,
    pads: padsOf(info),
  };
  const sums = metBy(x, windows).map((met) => {
    const products = binary('Mul', reshape(met, [...pixels, filterWidth, inChannels, 1]), slopes);
    return reduce('ReduceSum', products, [0, 1, 2]);
  });
  return reshape(concat(sums, 0), filterShape);
};

export const convolutions = {
  Conv2D: convolution(false),
  Conv2DBackpropFilter: filterSlope,
  Conv2DBackpropInput: inputSlope(false),
  DepthwiseConv2dNative: convolution(true),
  DepthwiseConv2dNativeBackpropFilter: depthwiseFilterSlope,
  DepthwiseConv2dNativeBackpropInput: inputSlope(true),
} satisfies Record<string, AnyLowering>;
