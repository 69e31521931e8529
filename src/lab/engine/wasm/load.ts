import { existsSync } from 'node:fs';
import path from 'node:path';
import { tf } from '../../core/tf';
import { processorName } from '../device';
import type { Started } from '../engine';
import { setBackend } from '../setBackend';

/**
 * Starts TensorFlow.js's wasm backend with the patches of this folder.
 * @throws Error where its files are missing
 */
export async function loadWasm(folder: string): Promise<Started> {
  const file = path.join(path.resolve(folder), 'tfjs-backend-wasm-simd.wasm');
  if (!existsSync(file)) throw new Error(`${file} is missing`);
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const { registerPatches } = await import('./registerPatches');
  if (tf.findBackend('wasm') === null) setWasmPaths(path.dirname(file) + path.sep);
  registerPatches();
  await withoutNewListeners(() => setBackend('wasm'));
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return { device: processorName(), reason: `built in, one thread, ${simd === true ? 'SIMD' : 'no SIMD'}` };
}

/** Takes away the listeners that the WebAssembly module sets on the whole process: uncaught errors are not its business. */
async function withoutNewListeners(start: () => Promise<void>): Promise<void> {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => process.rawListeners(event));
  await start();
  events.forEach((event, at) => {
    const added = process.rawListeners(event).filter((listener) => !before[at]!.includes(listener));
    for (const listener of added) process.removeListener(event, listener as () => void);
  });
}
