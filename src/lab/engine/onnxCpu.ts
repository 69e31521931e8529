import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { compiler } from '../compiler/compile';
import { processorName } from './device';
import type { Started } from './engine';
import { loadPlain } from './plain';

/** More threads than this gain little on the graphs of small networks. */
const mostThreads = 8;

/**
 * ONNX Runtime on the processor: whole training steps as one graph. What stands outside a graph, such as making the first
 * weights, plain JavaScript does.
 * @throws Error where the package has no native library for this platform
 */
export async function loadOnnxCpu(): Promise<Started> {
  const runtime = await loadRuntime();
  await loadPlain();
  const threads = Math.max(
    1,
    Math.min(mostThreads, Math.floor(availableParallelism() / processorsPerCore())),
  );
  return {
    // The number of threads may change the order of sums: a run's record names it.
    device: `${processorName()}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    reason: `ONNX Runtime ${runtime.env.versions.node ?? ''}, whole steps compiled`,
    prepare: compiler(runtime, threads),
  };
}

/** Logical processors that share a core: 2 unless the system says that each has its own. */
function processorsPerCore(): number {
  if (process.platform === 'darwin') return 1;
  try {
    return readFileSync('/sys/devices/system/cpu/smt/active', 'utf8').trim() === '0' ? 1 : 2;
  } catch {
    return 2;
  }
}

async function loadRuntime() {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Error(`no ONNX Runtime for ${process.platform} ${process.arch}: ${reason}`, { cause: error });
  }
}
