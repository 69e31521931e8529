/** Convolutions, ordinary and depthwise, and their slopes. */
import { tf } from '../../core/tf';
import type { Value } from '../graph';
import { binary, concat, matMul, node, pad, reduce, reshape, reversed, slice, transpose } from '../operators';
import {
  channelsFirst,
  channelsLast,
  four,
  inShape,
  kernelOf,
  outShape,
  padsOf,
  spread,
  stridesOf,
  type Four,
  type Info,
} from './image';
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
    const { top, left, bottom, right } = info.padInfo;
    // What is left of the filter's reach on each side.
    const reach = [top, left, bottom, right].map(
      (each, side) => (side % 2 ? info.filterWidth : info.filterHeight) - 1 - each,
    );
    const dense = info.strideHeight === 1 && info.strideWidth === 1 && reach.every((each) => each >= 0);
    const dx = dense
      ? slopeByConvolution(dy, filter, info, reach, depthwise)
      : spread(channelsFirst(dy), onnxFilter(filter, depthwise), info, groupsOf(info, depthwise));
    return channelsLast(dx);
  };

/** A convolution of the slope with the filter turned by half a turn. */
function slopeByConvolution(
  dy: Value,
  filter: Value,
  info: Info,
  pads: readonly number[],
  depthwise: boolean,
): Value {
  // [in, out, height, width]; of a depthwise one, [in, out of each, height, width]
  const turned = transpose(reversed(reversed(filter, 0), 1), [2, 3, 0, 1]);
  return node(
    'Conv',
    [channelsFirst(dy), turned],
    { shape: inShape(info), dtype: dy.dtype },
    { group: groupsOf(info, depthwise), kernel_shape: kernelOf(info), pads },
  );
}

/** Fewer channels than this make products too narrow to be fast. */
const fewChannels = 8;

const filterSlope: Lowering<'x' | 'dy', tf.Conv2DBackpropFilterAttrs> = ({ x, dy }, attributes) => {
  const info = infoOf(x.shape, attributes.filterShape, attributes);
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
  const { batchSize, outHeight, outWidth, inChannels, outChannels, filterHeight, filterWidth } = info;
  const windows = batchSize * outHeight * outWidth;
  // Turned this way round, the products need no operand transposed.
  const slopes = reshape(transpose(dy, [3, 0, 1, 2]), [outChannels, windows]);
  const products = metBy(x, info).map((met) => matMul(slopes, reshape(met, [windows, inChannels])));
  const turned = reshape(concat(products, 0), [filterHeight, filterWidth, outChannels, inChannels]);
  return transpose(turned, [0, 1, 3, 2]);
}

/** What each place of the filter meets in all windows: [batch, height, width, in] of the result's height and width. */
function metBy(x: Value, info: Info): Value[] {
  const { padInfo, batchSize, outHeight, outWidth, inChannels, filterHeight, filterWidth } = info;
  const framed = pad(x, [0, padInfo.top, padInfo.left, 0], [0, padInfo.bottom, padInfo.right, 0], 0);
  const size = [batchSize, outHeight, outWidth, inChannels];
  return Array.from({ length: filterHeight * filterWidth }, (_, place) => {
    const begin = [0, Math.floor(place / filterWidth), place % filterWidth, 0];
    return slice(framed, begin, size, [1, info.strideHeight, info.strideWidth, 1]);
  });
}

/** As `filterSlopeByProducts`, but each channel meets its own slopes only. */
const depthwiseFilterSlope: Lowering<'x' | 'dy', tf.DepthwiseConv2dNativeBackpropFilterAttrs> = (
  { x, dy },
  { filterShape, ...windows },
) => {
  const info = infoOf(x.shape, filterShape, { ...windows, dilations: 1 }, true);
  const each = info.outChannels / info.inChannels;
  const pixels = [info.batchSize, info.outHeight, info.outWidth];
  const slopes = reshape(dy, [...pixels, info.inChannels, each]);
  const sums = metBy(x, info).map((met) => {
    const products = binary('Mul', reshape(met, [...pixels, info.inChannels, 1]), slopes);
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
