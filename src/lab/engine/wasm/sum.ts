import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend_util, util, type SumAttrs, type TensorInfo } from '@tensorflow/tfjs-core';
import { floats, run, type Patch } from './patch';

/** Fewer rows than this are added one by one. */
const fewRows = 16;

/**
 * Sum over leading axes, such as a batch norm's: adds the lower half of the rows to the upper half until few are left.
 * The shipped kernel transposes the whole tensor first, and its running sum loses digits that pairs keep.
 */
export const sum: Patch<'x', SumAttrs> = {
  name: 'Sum',
  make: (shipped) => (call) => {
    const { inputs, attrs, backend } = call;
    const { x } = inputs;
    const axes = util.parseAxisParam(attrs.axis, x.shape);
    const leading = axes.length < x.shape.length && axes.every((axis) => axis < axes.length);
    const [outShape, reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    const rows = util.sizeFromShape(reduced);
    if (x.dtype !== 'float32' || !leading || rows < 2) return shipped(call);
    const out = sumOfRows(backend, x, rows, util.sizeFromShape(outShape));
    out.shape = attrs.keepDims ? backend_util.expandShapeToKeepDim(outShape, axes) : outShape;
    return out;
  },
};

function sumOfRows(backend: BackendWasm, x: TensorInfo, rows: number, width: number): TensorInfo {
  let current = x;
  let left = rows;
  while (left > fewRows) {
    const half = left >> 1;
    const next = sumOfHalves(backend, current, half, width);
    if (left % 2 === 1) addRow(floats(backend, current), left - 1, floats(backend, next), width);
    if (current !== x) backend.disposeData(current.dataId);
    current = next;
    left = half;
  }
  const out = backend.makeOutput([width], 'float32');
  const total = floats(backend, out).fill(0);
  const values = floats(backend, current);
  for (let row = 0; row < left; row++) addRow(values, row, total, width);
  if (current !== x) backend.disposeData(current.dataId);
  return out;
}

function addRow(from: Float32Array, row: number, to: Float32Array, width: number): void {
  for (let at = 0; at < width; at++) to[at]! += from[row * width + at]!;
}

/** Rows 0 to half - 1 plus rows half to 2 half - 1, without copying either. */
function sumOfHalves(backend: BackendWasm, x: TensorInfo, half: number, width: number): TensorInfo {
  const offset = backend.dataIdMap.get(x.dataId).memoryOffset;
  const a = backend.makeOutput([half * width], 'float32', offset);
  const b = backend.makeOutput(
    [half * width],
    'float32',
    offset + half * width * Float32Array.BYTES_PER_ELEMENT,
  );
  const total = run(backend, 'Add', { a, b });
  for (const view of [a, b]) forget(backend, view);
  return total;
}

/** Drops a view of memory that belongs to another tensor: `disposeData` would free it. */
function forget(backend: BackendWasm, view: TensorInfo): void {
  backend.wasm.tfjs.disposeData(backend.dataIdMap.get(view.dataId).id);
  backend.dataIdMap.delete(view.dataId);
}
