import { backend_util, type MaxPoolGradAttrs } from '@tensorflow/tfjs-core';
import { floats, zeros, type Patch } from './patch';

/**
 * The slope of each output goes to the first greatest input of its window.
 * The shipped kernel starts its search at 0, so that a window of negatives sends its slope nowhere.
 */
export const maxPoolGrad: Patch<'dy' | 'input' | 'output', MaxPoolGradAttrs> = {
  name: 'MaxPoolGrad',
  make:
    () =>
    ({ inputs: { dy, input, output }, attrs, backend }) => {
      const { filterSize, strides, pad, dimRoundingMode } = attrs;
      const pool = backend_util.computePool2DInfo(
        input.shape as [number, number, number, number],
        filterSize,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      const out = zeros(backend, input.shape);
      const dx = floats(backend, out);
      const slopes = floats(backend, dy);
      const x = floats(backend, input);
      const y = floats(backend, output);
      const { inChannels: channels, inHeight, inWidth, padInfo } = pool;
      const searching = new Uint8Array(channels);

      const visit = (at: number, from: number) => {
        for (let c = 0; c < channels; c++) {
          if (searching[c] === 1 && x[at + c] === y[from + c]) {
            searching[c] = 0;
            dx[at + c]! += slopes[from + c]!;
          }
        }
      };
      const visitWindow = (image: number, top: number, left: number, from: number) => {
        searching.fill(1);
        for (let row = Math.max(0, top); row < Math.min(inHeight, top + pool.filterHeight); row++) {
          for (
            let column = Math.max(0, left);
            column < Math.min(inWidth, left + pool.filterWidth);
            column++
          ) {
            visit(((image * inHeight + row) * inWidth + column) * channels, from);
          }
        }
      };
      let from = 0;
      for (let image = 0; image < pool.batchSize; image++) {
        for (let row = 0; row < pool.outHeight; row++) {
          for (let column = 0; column < pool.outWidth; column++, from += channels) {
            const top = row * pool.strideHeight - padInfo.top;
            visitWindow(image, top, column * pool.strideWidth - padInfo.left, from);
          }
        }
      }
      return out;
    },
};
