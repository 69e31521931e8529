import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { getKernel, type TensorInfo } from '@tensorflow/tfjs-core';

/** What a kernel computes, from its inputs by their names. */
export type Kernel<Input extends string, Attributes> = (call: {
  readonly inputs: Readonly<Record<Input, TensorInfo>>;
  readonly attrs: Attributes;
  readonly backend: BackendWasm;
}) => TensorInfo;

/** A kernel to put in the place of one that TensorFlow.js's wasm backend lacks, has wrong or has slow. */
export interface Patch<Input extends string, Attributes> {
  /** TensorFlow.js's name of the kernel. */
  readonly name: string;
  /** @param shipped the kernel that is replaced; where there is none, it throws */
  make(shipped: Kernel<Input, Attributes>): Kernel<Input, Attributes>;
}

/** Runs another kernel of the wasm backend. The caller disposes the result. */
export function run(
  backend: BackendWasm,
  name: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: object = {},
): TensorInfo {
  const kernel = getKernel(name, 'wasm').kernelFunc as unknown as Kernel<string, object>;
  return kernel({ inputs, attrs, backend });
}

/** The tensor's numbers in the wasm heap. Stale after the next allocation: take it anew after each. */
export function floats(backend: BackendWasm, tensor: TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

/** A fresh float32 tensor of zeros. */
export function zeros(backend: BackendWasm, shape: number[]): TensorInfo {
  const tensor = backend.makeOutput(shape, 'float32');
  floats(backend, tensor).fill(0);
  return tensor;
}

/** The same numbers under another shape: no copy, and nothing to dispose. */
export function reshaped(tensor: TensorInfo, shape: number[]): TensorInfo {
  return { dataId: tensor.dataId, shape, dtype: tensor.dtype };
}
