/**
 * What convolutions and poolings share. TensorFlow.js has the channels last, ONNX before height and width: each kernel turns
 * what it takes and what it gives, and the rules cancel the turns between one kernel and the next.
 */
import type { tf } from '../../core/tf';
import type { Value } from '../graph';
import { node, transpose } from '../operators';

export type Four = [number, number, number, number];

/** Sizes, strides and margins of a convolution or pooling, as TensorFlow.js works them out. */
export type Info = tf.backend_util.Conv2DInfo;

export const four = (shape: readonly number[]) => [...shape] as Four;

export const channelsFirst = (x: Value) => transpose(x, [0, 3, 1, 2]);
export const channelsLast = (x: Value) => transpose(x, [0, 2, 3, 1]);

export const kernelOf = ({ filterHeight, filterWidth }: Info) => [filterHeight, filterWidth] as const;
export const stridesOf = ({ strideHeight, strideWidth }: Info) => [strideHeight, strideWidth] as const;
export const padsOf = ({ padInfo: { top, left, bottom, right } }: Info) => [top, left, bottom, right];

/** Shapes in ONNX's order. */
export const inShape = (info: Info): Four => [info.batchSize, info.inChannels, info.inHeight, info.inWidth];
export const outShape = (info: Info): Four => [
  info.batchSize,
  info.outChannels,
  info.outHeight,
  info.outWidth,
];

/**
 * ONNX's transposed convolution: each number spreads over its window, times the filter.
 * @param dy in ONNX's order
 * @param filter [channels of dy, channels of the result / groups, height, width]
 */
export function spread(dy: Value, filter: Value, info: Info, group: number): Value {
  const { padInfo, strideHeight, strideWidth, inHeight, inWidth } = info;
  const reached = [
    (info.outHeight - 1) * strideHeight + info.filterHeight - padInfo.top - padInfo.bottom,
    (info.outWidth - 1) * strideWidth + info.filterWidth - padInfo.left - padInfo.right,
  ] as const;
  return node(
    'ConvTranspose',
    [dy, filter],
    { shape: inShape(info), dtype: dy.dtype },
    {
      group,
      kernel_shape: kernelOf(info),
      strides: stridesOf(info),
      pads: padsOf(info),
      // Rows and columns at the end that no window reached.
      output_padding: [inHeight - reached[0], inWidth - reached[1]],
    },
  );
}
