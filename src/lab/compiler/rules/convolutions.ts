/** Convolutions as products of matrices, where ONNX's own, which goes image by image, is slower. */
import { sizeOf } from '../graph';
import { concat, matMul, reshape, transpose } from '../operators';
import { convolutionOf, fewChannels, isFilterSlope, metBy } from '../windows';
import type { Rule } from './rule';

const fewPixels = 64;
const manyChannels = 128;

export const convolutions: readonly Rule[] = [
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
      if (channels < fewChannels) return null;
      const [outputs, , ...result] = weights.shape as [number, number, number, number];
      const slopes = reshape(weights, [outputs, sizeOf(weights.shape) / outputs]);
      const products = metBy(transpose(x, [1, 2, 3, 0]), { filter, strides, result, pads }).map((met) =>
        matMul(slopes, reshape(met, [slopes.shape[1]!, filter[1] * channels])),
      );
      const rows = reshape(concat(products, 0), [filter[0], outputs, filter[1], channels]);
      return transpose(rows, [3, 1, 0, 2]);
    },
  },
];
