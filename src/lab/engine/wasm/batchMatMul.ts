import type { BatchMatMulAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { run, type Patch } from './patch';

/** Transposes first, then multiplies: the shipped kernel reads a transposed operand element by element. */
export const batchMatMul: Patch<'a' | 'b', BatchMatMulAttrs> = {
  name: 'BatchMatMul',
  make:
    (shipped) =>
    ({ inputs, attrs: { transposeA, transposeB }, backend }) => {
      const turned = (x: TensorInfo) => {
        const last = x.shape.length - 1;
        const perm = x.shape.map((_, axis) => (axis < last - 1 ? axis : 2 * last - 1 - axis));
        return run(backend, 'Transpose', { x }, { perm });
      };
      const a = transposeA ? turned(inputs.a) : inputs.a;
      const b = transposeB ? turned(inputs.b) : inputs.b;
      const product = shipped({ inputs: { a, b }, attrs: { transposeA: false, transposeB: false }, backend });
      if (transposeA) backend.disposeData(a.dataId);
      if (transposeB) backend.disposeData(b.dataId);
      return product;
    },
};
