/**
 * Laws that put convolutions into those operators of ONNX Runtime's processor part that take channels in blocks: of each
 * pixel a block of channels, then of the next pixel. They go over images and rows on all threads, where ONNX's own goes
 * image by image.
 */
import type { Value } from '../graph';
import { node, pad, reshape, transpose } from '../operators';
import { convolutionOf, fewChannels, isFilterSlope, type Convolution } from '../windows';
import { isOp, permOf, type Rule } from './rule';

const domain = 'com.microsoft.nchwc';

type Four = readonly [number, number, number, number];

/** @param block channels in a block */
export const inBlocks = (block: number): readonly Rule[] => [
  {
    law: 'convolve(x, w) = inOrder(convolve(inBlocks(x), inBlocks(w)))',
    ops: ['Conv'],
    rewrite(out) {
      const convolution = convolutionOf(out);
      if (!convolution) return null;
      const { weights, strides, dilations } = convolution;
      const [outputs, inputs, ...filter] = weights.shape as Four;
      if (outputs % block > 0 || inputs % block > 0) return null;
      if (isFilterSlope(convolution) && convolution.x.shape[0]! < fewChannels) return null;
      const [x, pads] = framed(convolution, filter);
      const y = node(`${domain}:Conv`, [blocksOf(x), filterBlocks(weights, block)], out, {
        group: 1,
        kernel_shape: filter,
        strides,
        dilations,
        pads,
      });
      return node(`${domain}:ReorderOutput`, [y], out, { channels: outputs });
    },
  },
  {
    law: 'inBlocks(inOrder(x)) = x',
    ops: [`${domain}:ReorderInput`],
    rewrite: ({ inputs: [x] }) => (isOp(x!, `${domain}:ReorderOutput`) ? x.inputs[0]! : null),
  },
];

/** x with margins, where the results of a row are so few that they are faster computed without: else, and the pads as they are. */
function framed({ x, pads, result }: Convolution, filter: readonly number[]): [Value, readonly number[]] {
  const [top, left, bottom, right] = pads as Four;
  if (result[1] >= filter[1]! || left + right === 0) return [x, pads];
  return [pad(x, [0, 0, top, left], [0, 0, bottom, right], 0), [0, 0, 0, 0]];
}

/** [N, C, height, width] as [N, C / block, height, width, block]; by its shape ONNX Runtime has it for the former. */
export const blocksOf = (x: Value) => node(`${domain}:ReorderInput`, [x], x);

/**
 * A filter [out, in, height, width] as [out / block, in / block, height, width, in of block, out of block]. Each way moves
 * many numbers at once: a transposition that moves single ones takes several times as long.
 */
function filterBlocks(weights: Value, block: number): Value {
  const [outputs, inputs, height, width] = weights.shape as Four;
  const pixels = height * width;
  const [o, i] = [outputs / block, inputs / block];
  const arranged = (x: Value, shape: readonly number[], perm: readonly number[]) =>
    reshape(transpose(reshape(x, shape), perm), weights.shape);
  const [below, perm] = isOp(weights, 'Transpose') ? [weights.inputs[0]!, String(permOf(weights))] : [];
  // [height, width, in, out]
  if (below && perm === '3,2,0,1') return arranged(below, [pixels, i, block, o, block], [3, 1, 0, 2, 4]);
  // [height, width, out, in]: each pixel as an image of its own, its outputs in blocks
  if (below && perm === '2,3,0,1') {
    const blocks = blocksOf(reshape(below, [pixels, outputs, 1, inputs]));
    return arranged(blocks, [pixels, o, i, block * block], [1, 2, 0, 3]);
  }
  const blocks = blocksOf(transpose(weights, [1, 0, 2, 3]));
  return arranged(blocks, [i, block, o, pixels, block], [2, 0, 3, 1, 4]);
}
