/** Convolutions as products of matrices, where ONNX's own, which goes image by image, is slower. */
import { sizeOf, type Value } from '../graph';
import { concat, matMul, node, pad, reduce, reshape, reversed, slice, transpose } from '../operators';
import { convolutionOf, fewChannels, isFilterSlope, metBy, type Convolution, type Windows } from '../windows';
import type { Rule } from './rule';

/**
 * Images of so few pixels and so many channels are faster by one product: ONNX's convolution needs the filter in an order that
 * takes long to bring about.
 */
const [fewPixels, manyChannels] = [64, 128];

export const convolutions: readonly Rule[] = [
  {
    law: 'what spreads with stride 1 = convolve(x, w turned by half a turn)',
    ops: ['ConvTranspose'],
    rewrite(out) {
      const { strides, pads, group, kernel_shape } = out.attributes as Spreading;
      const [x, weights] = out.inputs as [Value, Value];
      const [height, width] = kernel_shape as [number, number];
      // What is left of the filter's reach on each side.
      const reach = pads.map((each, side) => (side % 2 ? width : height) - 1 - each);
      if (sizeOf(strides) > 1 || reach.some((each) => each < 0)) return null;
      const [, channels] = out.shape as [number, number];
      const natural = reshape(transpose(weights, [2, 3, 1, 0]), [
        height,
        width,
        channels,
        x.shape[1]! / group,
      ]);
      const turned = transpose(reversed(reversed(natural, 0), 1), [2, 3, 0, 1]);
      return node('Conv', [x, turned], out, { group, kernel_shape, pads: reach });
    },
  },
  {
    law: 'convolve(x, w) = the windows of x, each a row · w, where images are small and channels many',
    ops: ['Conv'],
    rewrite(out) {
      const convolution = convolutionOf(out);
      if (!convolution || sizeOf(convolution.dilations) > 1 || isFilterSlope(convolution)) return null;
      const { x, weights, result } = convolution;
      const [outputs, inputs, ...filter] = weights.shape as [number, number, number, number];
      if (sizeOf(result) > fewPixels || inputs < manyChannels) return null;
      const met = concat(metBy(transpose(x, [0, 2, 3, 1]), { ...convolution, filter }), 3);
      const windows = reshape(met, [sizeOf(met.shape) / met.shape[3]!, met.shape[3]!]);
      const y = matMul(windows, reshape(transpose(weights, [2, 3, 1, 0]), [met.shape[3]!, outputs]));
      return transpose(reshape(y, [x.shape[0]!, ...result, outputs]), [0, 3, 1, 2]);
    },
  },
  {
    law: 'convolve(x, w) = w · what each row of the result meets of x, where w is larger than the result',
    ops: ['Conv'],
    rewrite(out) {
      const convolution = convolutionOf(out);
      if (!convolution || sizeOf(convolution.strides) > 1 || !isFilterSlope(convolution)) return null;
      const { x, weights, result: filter, dilations: strides, pads } = convolution;
      const [channels] = x.shape as [number];
      const [outputs, , ...result] = weights.shape as [number, number, number, number];
      if (channels < fewChannels) return slopeByImages(convolution, { filter, strides, result, pads });
      const slopes = reshape(weights, [outputs, sizeOf(weights.shape) / outputs]);
      const products = metBy(transpose(x, [1, 2, 3, 0]), { filter, strides, result, pads }).map((met) =>
        matMul(slopes, reshape(met, [slopes.shape[1]!, filter[1] * channels])),
      );
      const rows = reshape(concat(products, 0), [filter[0], outputs, filter[1], channels]);
      return transpose(rows, [3, 1, 0, 2]);
    },
  },
];

/** Attributes of an ONNX transposed convolution. */
type Spreading = Readonly<Record<'strides' | 'pads' | 'kernel_shape', readonly number[]>> & {
  readonly group: number;
};

/** Few channels make few columns: then each image by itself, with no slope moved, and the sum over the images. */
function slopeByImages({ x, weights }: Convolution, { filter, strides, result, pads }: Windows): Value {
  const [channels, batch] = x.shape as [number, number];
  const outputs = weights.shape[0]!;
  const [top, left, bottom, right] = pads as [number, number, number, number];
  const framed = pad(transpose(x, [1, 0, 2, 3]), [0, 0, top, left], [0, 0, bottom, right], 0);
  const size = [batch, channels, ...result];
  const met = Array.from({ length: sizeOf(filter) }, (_, at) =>
    slice(framed, [0, 0, Math.floor(at / filter[1]), at % filter[1]], size, [1, 1, ...strides]),
  );
  const pixels = sizeOf(result);
  const windows = reshape(concat(met, 1), [batch, met.length * channels, pixels]);
  const slopes = reshape(transpose(weights, [1, 0, 2, 3]), [batch, outputs, pixels]);
  const products = matMul(slopes, transpose(windows, [0, 2, 1]));
  const sums = reduce('ReduceSum', reshape(products, [batch, outputs * windows.shape[1]!]), [0]);
  return transpose(reshape(sums, [outputs, ...filter, channels]), [3, 0, 1, 2]);
}
