import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { floats, zeros } from './patch';

/** A grid of zeros, larger than the images that are laid into it. */
export interface Grid {
  readonly height: number;
  readonly width: number;
  /** Rows and columns from one pixel of the image to the next. */
  readonly strides: readonly [number, number];
  /** Images to lay; all where it is missing. */
  readonly images?: { readonly from: number; readonly to: number };
}

/** A copy of NHWC images, each in the upper left corner of a grid of zeros, its pixels `strides` apart. */
export function placed(backend: BackendWasm, x: TensorInfo, grid: Grid): TensorInfo {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const { from: first, to: end } = grid.images ?? { from: 0, to: count };
  const out = zeros(backend, [end - first, grid.height, grid.width, channels]);
  const to = floats(backend, out);
  const from = floats(backend, x);
  // A whole row at a time where its pixels stay neighbours.
  const run = grid.strides[1] === 1 ? width : 1;
  for (let image = first; image < end; image++) {
    for (let row = 0; row < height; row++) {
      const line = ((image - first) * grid.height + row * grid.strides[0]) * grid.width;
      for (let column = 0; column < width; column += run) {
        const source = ((image * height + row) * width + column) * channels;
        to.set(from.subarray(source, source + run * channels), (line + column * grid.strides[1]) * channels);
      }
    }
  }
  return out;
}
