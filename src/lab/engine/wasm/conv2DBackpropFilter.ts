import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend_util, util, type Conv2DBackpropFilterAttrs, type TensorInfo } from '@tensorflow/tfjs-core';
import { placed } from './placed';
import { floats, reshaped, run, type Patch } from './patch';

/** Pixels that one matrix product takes, about: their rows stay in the processor's cache. */
const pixelLimit = 4096;

/**
 * Slope of a convolution with regard to its filter, which wasm lacks:
 *
 *     dW[r, s, i, o] = Σ_p x[i, p + shift(r, s)] dy[p, o]
 *
 * p runs over the pixels of a grid that leaves room for the padding beside and below each image. On such a grid a tap of
 * the filter is one shift of the flat pixel axis, so a stack of shifted copies and one matrix product do it all: what a
 * shift carries over an edge lands on zeros.
 */
export const conv2DBackpropFilter: Patch<'x' | 'dy', Conv2DBackpropFilterAttrs> = {
  name: 'Conv2DBackpropFilter',
  make:
    () =>
    ({ inputs: { x, dy }, attrs, backend }) => {
      const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs;
      const conv = backend_util.computeConv2DInfo(
        x.shape as [number, number, number, number],
        filterShape,
        strides,
        1,
        pad,
        dimRoundingMode,
        false,
        backend_util.convertConv2DDataFormat(dataFormat),
      );
      const out = backend.makeOutput(filterShape, 'float32');
      const step = Math.max(1, Math.floor(pixelLimit / util.sizeFromShape(gridShape(conv))));
      for (let from = 0; from < conv.batchSize; from += step) {
        const part = slopeOfImages(backend, x, dy, conv, { from, to: Math.min(from + step, conv.batchSize) });
        addTo(floats(backend, out), floats(backend, part), from === 0);
        backend.disposeData(part.dataId);
      }
      return out;
    },
};

/** Height and width of the grid: an image with its padding, and every output where its window begins. */
function gridShape(conv: backend_util.Conv2DInfo): [number, number] {
  const { top, bottom, left, right } = conv.padInfo;
  return [
    Math.max(conv.inHeight + Math.max(top, bottom), (conv.outHeight - 1) * conv.strideHeight + 1),
    Math.max(conv.inWidth + Math.max(left, right), (conv.outWidth - 1) * conv.strideWidth + 1),
  ];
}

function slopeOfImages(
  backend: BackendWasm,
  x: TensorInfo,
  dy: TensorInfo,
  conv: backend_util.Conv2DInfo,
  images: { from: number; to: number },
): TensorInfo {
  const [height, width] = gridShape(conv);
  const pixels = (images.to - images.from) * height * width;
  const pixelsFirst = placed(backend, x, { height, width, strides: [1, 1], images });
  const channelsFirst = run(
    backend,
    'Transpose',
    { x: reshaped(pixelsFirst, [pixels, conv.inChannels]) },
    { perm: [1, 0] },
  );
  backend.disposeData(pixelsFirst.dataId);
  const stack = shiftedCopies(backend, channelsFirst, conv, width);
  backend.disposeData(channelsFirst.dataId);
  const slopes = placed(backend, dy, {
    height,
    width,
    strides: [conv.strideHeight, conv.strideWidth],
    images,
  });
  const part = run(
    backend,
    'BatchMatMul',
    { a: stack, b: reshaped(slopes, [pixels, conv.outChannels]) },
    { transposeA: false, transposeB: false },
  );
  for (const used of [stack, slopes]) backend.disposeData(used.dataId);
  return part;
}

/** [taps x channels, pixels] from [channels, pixels]: for each tap all channels, shifted to where it reads. */
function shiftedCopies(
  backend: BackendWasm,
  channelsFirst: TensorInfo,
  conv: backend_util.Conv2DInfo,
  gridWidth: number,
): TensorInfo {
  const [channels, pixels] = channelsFirst.shape as [number, number];
  const size = channels * pixels;
  const out = backend.makeOutput([conv.filterHeight * conv.filterWidth * channels, pixels], 'float32');
  const to = floats(backend, out);
  const from = floats(backend, channelsFirst);
  for (let tap = 0; tap < conv.filterHeight * conv.filterWidth; tap++) {
    const row = Math.floor(tap / conv.filterWidth) - conv.padInfo.top;
    const column = (tap % conv.filterWidth) - conv.padInfo.left;
    const shift = row * gridWidth + column;
    const block = to.subarray(tap * size, (tap + 1) * size);
    if (shift >= 0) {
      block.set(from.subarray(shift));
      block.fill(0, size - shift);
    } else {
      block.fill(0, 0, -shift);
      block.set(from.subarray(0, size + shift), -shift);
    }
  }
  return out;
}

function addTo(total: Float32Array, part: Float32Array, first: boolean): void {
  if (first) total.set(part);
  else for (let at = 0; at < total.length; at++) total[at]! += part[at]!;
}
