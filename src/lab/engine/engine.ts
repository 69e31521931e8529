import { tf } from '../core/tf';
import { LabError } from '../core/labError';
import { eager, type Prepare } from '../core/prepare';
import { processorName } from './device';
import { loadOnnxCpu } from './onnxCpu';
import { loadPlain } from './plain';
import { loadTensorFlow, loadTensorFlowGpu } from './tensorflow';
import { loadWasm } from './wasm/load';

/** `cpu` is TensorFlow.js's plain JavaScript: a slow reference, never chosen by itself. */
export type EngineName = 'tensorflow-gpu' | 'tensorflow' | 'onnx-cpu' | 'wasm' | 'cpu';

export const engineRequests = ['auto', 'tensorflow-gpu', 'tensorflow', 'onnx-cpu', 'wasm', 'cpu'] as const;

export type EngineRequest = (typeof engineRequests)[number];

/** Why an engine can or cannot be used here. */
export interface Attempt {
  readonly name: EngineName;
  readonly available: boolean;
  /** In words, for `doctor`. */
  readonly reason: string;
  /** What to do to have it, where it cannot be used. */
  readonly remedy?: string;
}

export interface Engine {
  readonly name: EngineName;
  /** The processor or graphics card in words. */
  readonly device: string;
  /** What was tried, in order; the last one is the one that runs. */
  readonly attempts: readonly Attempt[];
  /** How it computes a function of tensors that is called again and again. */
  readonly prepare: Prepare;
}

export interface EngineSources {
  /** Folders whose node_modules may hold tfjs-node or tfjs-node-gpu, nearest first. */
  readonly resolveFrom: readonly string[];
  /** Folder of TensorFlow.js's .wasm files. */
  readonly wasmFolder: string;
}

/** An engine that is ready to compute. */
export interface Started {
  readonly device: string;
  readonly reason: string;
  /** Where it does not compute operation by operation. */
  readonly prepare?: Prepare;
}

const starters: Readonly<Record<EngineName, (from: EngineSources) => Promise<Started>>> = {
  'tensorflow-gpu': ({ resolveFrom }) => loadTensorFlowGpu(resolveFrom),
  tensorflow: ({ resolveFrom }) => loadTensorFlow(resolveFrom),
  'onnx-cpu': loadOnnxCpu,
  wasm: ({ wasmFolder }) => loadWasm(wasmFolder),
  cpu: loadCpu,
};

const automatic: readonly EngineName[] = ['tensorflow-gpu', 'tensorflow', 'onnx-cpu', 'wasm'];

const remedies: Readonly<Record<EngineName, string>> = {
  'tensorflow-gpu':
    "install it in your workspace with 'npm install @tensorflow/tfjs-node-gpu'; it needs an NVIDIA card, CUDA 11 and cuDNN 8",
  tensorflow: "install it in your workspace with 'npm install @tensorflow/tfjs-node'",
  'onnx-cpu':
    'install Metric Lab for this platform; without it, --backend wasm computes the same, but slowly',
  wasm: 'install Metric Lab again: its dist/wasm folder is incomplete',
  cpu: 'install Metric Lab again',
};

/**
 * Makes TensorFlow.js ready to compute. `auto` takes the first that starts of tensorflow-gpu, tensorflow, onnx-cpu and wasm.
 * @throws LabError where the engine asked for, or with `auto` every engine, cannot start: why, and what to do
 */
export async function startEngine(request: EngineRequest, from: EngineSources): Promise<Engine> {
  tf.enableProdMode(); // No greeting on the terminal; checks stay on.
  const attempts: Attempt[] = [];
  for (const name of request === 'auto' ? automatic : [request]) {
    try {
      const { device, reason, prepare = eager } = await starters[name](from);
      attempts.push({ name, available: true, reason });
      return { name, device, attempts, prepare };
    } catch (error) {
      attempts.push({
        name,
        available: false,
        reason: error instanceof Error ? error.message : String(error),
        remedy: remedies[name],
      });
    }
  }
  const reasons = attempts.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  const last = attempts.at(-1)!.name;
  throw new LabError(
    request === 'auto'
      ? `no engine can start here (${reasons}); ${remedies[last]}`
      : `engine '${request}' cannot start (${reasons}); ${remedies[last]}, or use --backend auto`,
  );
}

async function loadCpu(): Promise<Started> {
  await loadPlain();
  return { device: processorName(), reason: 'plain JavaScript, for reference' };
}
