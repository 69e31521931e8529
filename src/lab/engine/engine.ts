import { tf } from '../core/tf';
import { LabError } from '../core/labError';
import { eager, type Prepare } from '../core/prepare';
import type { StartThreads } from '../retrieval/scanning';
import { processorName } from './device';
import { graphicsCards } from './graphics';
import { loadOnnx, type OnnxEngine } from './onnx';
import { loadPlain } from './plain';
import { loadTensorFlow, loadTensorFlowGpu } from './tensorflow';
import { Absent, Unavailable } from './unavailable';
import { loadWasm } from './wasm/load';

/** `cpu` is TensorFlow.js's plain JavaScript: a slow reference, never chosen by itself. */
export type EngineName = 'tensorflow-gpu' | 'tensorflow' | OnnxEngine | 'wasm' | 'cpu';

/** What `auto` tries, in this order. */
export const automatic = [
  'tensorflow-gpu',
  'tensorflow',
  'onnx-webgpu',
  'onnx-cuda',
  'onnx-dml',
  'onnx-cpu',
  'wasm',
] as const satisfies readonly EngineName[];

export const engineRequests = ['auto', ...automatic, 'cpu'] as const;

export type EngineRequest = (typeof engineRequests)[number];

/** Why an engine can or cannot be used here. */
export interface Attempt {
  readonly name: EngineName;
  readonly available: boolean;
  /** In words, for `doctor`. */
  readonly reason: string;
  /** What to do to have it, where it cannot be used. */
  readonly remedy?: string;
  /** It is here, and yet it does not start. */
  readonly fails?: boolean;
}

export interface Engine {
  readonly name: EngineName;
  /** The processor or graphics card in words. */
  readonly device: string;
  /** What was tried, in order; the last one is the one that runs. */
  readonly attempts: readonly Attempt[];
  /** How it computes a function of tensors that is called again and again. */
  readonly prepare: Prepare;
  /** Starts threads for long searches; null where it has none. */
  readonly threads: StartThreads | null;
}

export interface EngineSources {
  /** Folders whose node_modules may hold tfjs-node or tfjs-node-gpu, nearest first. */
  readonly resolveFrom: readonly string[];
  /** Folder of TensorFlow.js's .wasm files. */
  readonly wasmFolder: string;
  /** The machine's graphics cards; looked for where they are left out. */
  readonly cards?: readonly string[];
  /** Threads on the processor for engines that can be told; as many as do good where it is left out. */
  readonly threads?: number;
}

/** An engine that is ready to compute. */
export interface Started {
  readonly device: string;
  readonly reason: string;
  /** Where it does not compute operation by operation. */
  readonly prepare?: Prepare;
  readonly threads?: StartThreads;
}

const starters: Readonly<Record<EngineName, (from: EngineSources) => Promise<Started>>> = {
  'tensorflow-gpu': ({ resolveFrom }) => loadTensorFlowGpu(resolveFrom),
  tensorflow: ({ resolveFrom }) => loadTensorFlow(resolveFrom),
  'onnx-webgpu': ({ threads }) => loadOnnx('onnx-webgpu', threads),
  'onnx-cuda': ({ threads }) => loadOnnx('onnx-cuda', threads),
  'onnx-dml': ({ threads }) => loadOnnx('onnx-dml', threads),
  'onnx-cpu': ({ threads }) => loadOnnx('onnx-cpu', threads),
  wasm: ({ wasmFolder }) => loadWasm(wasmFolder),
  cpu: loadCpu,
};

const remedies: Readonly<Record<EngineName, string>> = {
  'tensorflow-gpu':
    "install it by 'Metric Lab: Install TensorFlow GPU' in the editor, or in your workspace by 'npm install @tensorflow/tfjs-node-gpu'; it needs an NVIDIA card, CUDA 11 and cuDNN 8",
  tensorflow: "install it in your workspace with 'npm install @tensorflow/tfjs-node'",
  'onnx-webgpu':
    "it needs a graphics card and its driver: Vulkan's on Linux (such as Debian's libvulkan1 and mesa-vulkan-drivers), and on Windows and macOS the system's own",
  'onnx-cuda':
    "it needs Linux x64, an NVIDIA card, CUDA 12, cuDNN 9, and libraries from outside of npm's registry: 'node script/install --onnxruntime-node-install=cuda12', run in the folder of onnxruntime-node, fetches them",
  'onnx-dml': 'DirectML is a part of Windows; elsewhere take onnx-webgpu',
  'onnx-cpu':
    'install Metric Lab for this platform; without it, --backend wasm computes the same, but slowly',
  wasm: 'install Metric Lab again: its dist/wasm folder is incomplete',
  cpu: 'install Metric Lab again',
};

/** Engines that `auto` tries only where a graphics card is: a program that plays one is slower than the processor. */
const onCards: ReadonlySet<EngineName> = new Set(['onnx-webgpu', 'onnx-cuda', 'onnx-dml']);

/** @returns why `auto` passes an engine over without trying it; null where it tries it */
export function passedOver(name: EngineName, cards: readonly string[]): string | null {
  return onCards.has(name) && cards.length === 0 ? 'no graphics card found' : null;
}

/** One engine's start: what came of it, and what it computes with where it started. */
export interface Tried {
  readonly attempt: Attempt;
  readonly started?: Started;
}

/** Makes TensorFlow.js compute by an engine, if it can; what keeps it from starting is told, not thrown. */
export async function tryEngine(name: EngineName, from: EngineSources): Promise<Tried> {
  tf.enableProdMode(); // No greeting on the terminal; checks stay on.
  try {
    const started = await starters[name](from);
    return { attempt: { name, available: true, reason: started.reason }, started };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = error instanceof Unavailable ? error.remedy : remedies[name];
    return { attempt: { name, available: false, reason, remedy, fails: !(error instanceof Absent) } };
  }
}

/**
 * Makes TensorFlow.js ready to compute. `auto` takes the first of `automatic` that starts; those on a graphics card only
 * where there is one.
 * @throws LabError where the engine asked for, or with `auto` every engine, cannot start: why, and what to do
 */
export async function startEngine(request: EngineRequest, from: EngineSources): Promise<Engine> {
  const attempts: Attempt[] = [];
  const cards = request === 'auto' ? (from.cards ?? (await graphicsCards())) : [];
  for (const name of request === 'auto' ? automatic : [request]) {
    const reason = request === 'auto' ? passedOver(name, cards) : null;
    if (reason !== null) {
      attempts.push({ name, available: false, reason, remedy: remedies[name] });
      continue;
    }
    const { attempt, started } = await tryEngine(name, from);
    attempts.push(attempt);
    if (started) {
      const { device, prepare = eager, threads = null } = started;
      return { name, device, attempts, prepare, threads };
    }
  }
  const reasons = attempts.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  const { remedy } = attempts.at(-1)!;
  throw new LabError(
    request === 'auto'
      ? `no engine can start here (${reasons}); ${remedy}`
      : `engine '${request}' cannot start (${reasons}); ${remedy}, or use --backend auto`,
  );
}

async function loadCpu(): Promise<Started> {
  await loadPlain();
  return { device: processorName(), reason: 'plain JavaScript, for reference' };
}
