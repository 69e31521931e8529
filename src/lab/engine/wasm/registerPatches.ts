import { getKernel, registerKernel, unregisterKernel, type KernelFunc } from '@tensorflow/tfjs-core';
import { batchMatMul } from './batchMatMul';
import { conv2DBackpropFilter } from './conv2DBackpropFilter';
import { conv2DBackpropInput } from './conv2DBackpropInput';
import { maxPoolGrad } from './maxPoolGrad';
import type { Kernel, Patch } from './patch';
import { sum } from './sum';
import { unsortedSegmentSum } from './unsortedSegmentSum';

let registered = false;

/** Puts every patch into TensorFlow.js's kernel registry, once. */
export function registerPatches(): void {
  if (registered) return;
  registered = true;
  register(batchMatMul);
  register(conv2DBackpropFilter);
  register(conv2DBackpropInput);
  register(maxPoolGrad);
  register(sum);
  register(unsortedSegmentSum);
}

// The registry knows no kernel's inputs: a patch keeps its types, and loses them here.
function register<Input extends string, Attributes>({ name, make }: Patch<Input, Attributes>): void {
  const shipped = getKernel(name, 'wasm');
  const missing: Kernel<Input, Attributes> = () => {
    throw new Error(`the wasm backend has no kernel ${name}`);
  };
  const kernel = make((shipped?.kernelFunc as unknown as Kernel<Input, Attributes>) ?? missing);
  if (shipped) unregisterKernel(name, 'wasm');
  registerKernel({
    kernelName: name,
    backendName: 'wasm',
    setupFunc: shipped?.setupFunc,
    kernelFunc: kernel as unknown as KernelFunc,
  });
}
