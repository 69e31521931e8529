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
      const route = router(
        floats(backend, input),
        floats(backend, output),
        floats(backend, dy),
        floats(backend, out),
      );
      const { inChannels: channels, inHeight, inWidth, padInfo } = pool;
      let from = 0;
      for (let image = 0; image < pool.batchSize; image++) {
        for (let row = 0; row < pool.outHeight; row++) {
          const top = row * pool.strideHeight - padInfo.top;
          const [firstRow, endRow] = [Math.max(0, top), Math.min(inHeight, top + pool.filterHeight)];
          for (let column = 0; column < pool.outWidth; column++, from += channels) {
            const left = column * pool.strideWidth - padInfo.left;
            const firstColumn = Math.max(0, left);
            const columns = Math.min(inWidth, left + pool.filterWidth) - firstColumn;
            const at = ((image * inHeight + firstRow) * inWidth + firstColumn) * channels;
            route({ at, rows: endRow - firstRow, columns, rowLength: inWidth * channels }, from, channels);
          }
        }
      }
      return out;
    },
};

/** Where a window's part inside the image begins, and its size. */
interface Window {
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowLength: number;
}

/** Adds the slope of each channel of an output pixel, at `from`, to the input that won it. */
function router(x: Float32Array, y: Float32Array, dy: Float32Array, dx: Float32Array) {
  return (window: Window, from: number, channels: number): void => {
    for (let c = 0; c < channels; c++) {
      const greatest = y[from + c]!;
      search: for (let row = 0; row < window.rows; row++) {
        let at = window.at + row * window.rowLength + c;
        for (let column = 0; column < window.columns; column++, at += channels) {
          if (x[at] === greatest) {
            dx[at]! += dy[from + c]!;
            break search;
          }
        }
      }
    }
  };
}
