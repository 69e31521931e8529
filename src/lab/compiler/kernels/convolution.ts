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
    if (!depthwise && isSmall(info)) return convolvedByProduct(x, filter, info);
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

/** A convolution of the slope with the filter turned by half a turn. @param pads margins of the slope */
function slopeByConvolution(
  dy: Value,
  filter: Value,
  info: Info,
  pads: readonly number[],
  depthwise: boolean,
): Value {
  const turned = reversed(reversed(filter, 0), 1);
  const back = reversedInfo(info, pads as Four);
  if (!depthwise && isSmall(back)) {
    return channelsFirst(convolvedByProduct(dy, transpose(turned, [0, 1, 3, 2]), back));
  }
  // [in, out, height, width]; of a depthwise one, [in, out of each, height, width]
  const weights = transpose(turned, [2, 3, 0, 1]);
  return node(
    'Conv',
    [channelsFirst(dy), weights],
    { shape: inShape(info), dtype: dy.dtype },
    { group: groupsOf(info, depthwise), kernel_shape: kernelOf(info), pads },
  );
}

const fewPixels = 64;
const manyChannels = 128;

/** What `slopeByConvolution` is as a convolution: from the result's shape to the image's. */
function reversedInfo(info: Info, [top, left, bottom, right]: Four): Info {
  return {
    ...info,
    padInfo: { ...info.padInfo, top, left, bottom, right },
    inHeight: info.outHeight,
    inWidth: info.outWidth,
    inChannels: info.outChannels,
    outHeight: info.inHeight,
    outWidth: info.inWidth,
    outChannels: info.inChannels,
  };
}

/**
 * Whether images are so small, and channels so many, that a product with all windows side by side is faster than ONNX's
 * convolution: that one goes image by image, and needs the filter in an order that it takes long to bring about.
 */
function isSmall({ outHeight, outWidth, inChannels, dilationHeight, dilationWidth }: Info): boolean {
  return (
    outHeight * outWidth <= fewPixels && inChannels >= manyChannels && dilationHeight * dilationWidth === 1
  );
}

/** All windows, each a row, times the filter, each output a column. */
function convolvedByProduct(x: Value, filter: Value, info: Info): Value {
  const { batchSize, outHeight, outWidth, outChannels } = info;
  const windows = windowsOf(x, info);
  const y = matMul(windows, reshape(filter, [windows.shape[1]!, outChannels]));
  return reshape(y, [batchSize, outHeight, outWidth, outChannels]);
}

function filterSlopeByProduct(x: Value, dy: Value, info: Info): Value {
  const windows = windowsOf(x, info);
  const slopes = reshape(dy, [windows.shape[0]!, info.outChannels]);
  const sums = matMul(transpose(windows, [1, 0]), slopes);
  return reshape(sums, [info.filterHeight, info.filterWidth, info.inChannels, info.outChannels]);
}

/** [windows, height · width · in of the filter] */
function windowsOf(x: Value, info: Info): Value {
  const met = concat(metBy(x, info), 3);
  return reshape(met, [info.batchSize * info.outHeight * info.outWidth, met.shape[3]!]);
}

/** Fewer channels than this make products too narrow to be fast. */
const fewChannels = 8;

const filterSlope: Lowering<'x' | 'dy', tf.Conv2DBackpropFilterAttrs> = ({ x, dy }, attributes) => {
  const info = infoOf(x.shape, attributes.filterShape, attributes);
  if (isSmall(info)) return filterSlopeByProduct(x, dy, info);
  return info.inChannels < fewChannels
    ? filterSlopeByConvolution(x, dy, info)
    : filterSlopeByRows(x, dy, info);
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

/** For each row of the filter, what it meets in all windows, times the slopes there. */
function filterSlopeByRows(x: Value, dy: Value, info: Info): Value {
  const { batchSize, outHeight, outWidth, inChannels, outChannels, filterHeight, filterWidth } = info;
  const windows = batchSize * outHeight * outWidth;
  // Turned this way round, the products need no operand transposed.
  const slopes = reshape(transpose(dy, [3, 0, 1, 2]), [outChannels, windows]);
  const products = metBy(x, info).map((met) =>
    matMul(slopes, reshape(met, [windows, filterWidth * inChannels])),
  );
  const turned = reshape(concat(products, 0), [filterHeight, outChannels, filterWidth * inChannels]);
  return reshape(transpose(turned, [0, 2, 1]), [filterHeight, filterWidth, inChannels, outChannels]);
}

/** What each row of the filter meets in all windows: [batch, height, width of the result, width of the filter · in]. */
function metBy(x: Value, info: Info): Value[] {
  const { padInfo, batchSize, outHeight, outWidth, inChannels, filterHeight, filterWidth } = info;
  const framed = pad(x, [0, padInfo.top, padInfo.left, 0], [0, padInfo.bottom, padInfo.right, 0], 0);
  const [, height] = framed.shape as Four;
  const columns = Array.from({ length: filterWidth }, (_, column) =>
    slice(framed, [0, 0, column, 0], [batchSize, height, outWidth, inChannels], [1, 1, info.strideWidth, 1]),
  );
  const wide = concat(columns, 3);
  const size = [batchSize, outHeight, outWidth, filterWidth * inChannels];
  return Array.from({ length: filterHeight }, (_, row) =>
    slice(wide, [0, row, 0, 0], size, [1, info.strideHeight, 1, 1]),
  );
}

/** As `filterSlopeByRows`, but each channel meets its own slopes only. */
const depthwiseFilterSlope: Lowering<'x' | 'dy', tf.DepthwiseConv2dNativeBackpropFilterAttrs> = (
  { x, dy },
  { filterShape, ...windows },
) => {
  const info = infoOf(x.shape, filterShape, { ...windows, dilations: 1 }, true);
  const { batchSize, outHeight, outWidth, inChannels, filterWidth } = info;
  const pixels = [batchSize, outHeight, outWidth];
  const slopes = reshape(dy, [...pixels, 1, inChannels, info.outChannels / inChannels]);
  const sums = metBy(x, info).map((met) => {
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
