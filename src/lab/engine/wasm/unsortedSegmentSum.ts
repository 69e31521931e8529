import { util, type UnsortedSegmentSumAttrs } from '@tensorflow/tfjs-core';
import { floats, zeros, type Patch } from './patch';

/** The gradient of `gather`, which wasm lacks. Rows whose segment is out of range add to nothing, as on other backends. */
export const unsortedSegmentSum: Patch<'x' | 'segmentIds', UnsortedSegmentSumAttrs> = {
  name: 'UnsortedSegmentSum',
  make:
    () =>
    ({ inputs: { x, segmentIds }, attrs: { numSegments }, backend }) => {
      const rowShape = x.shape.slice(segmentIds.shape.length);
      const width = util.sizeFromShape(rowShape);
      const out = zeros(backend, [numSegments, ...rowShape]);
      const sums = floats(backend, out);
      const values = backend.typedArrayFromHeap(x);
      const segments = backend.typedArrayFromHeap(segmentIds);
      segments.forEach((segment, row) => {
        if (segment < 0 || segment >= numSegments) return;
        for (let at = 0; at < width; at++) sums[segment * width + at]! += values[row * width + at]!;
      });
      return out;
    },
};
