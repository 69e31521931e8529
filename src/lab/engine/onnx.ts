import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type * as Ort from 'onnxruntime-node';

import { compiler, type Target, type Way } from '../compiler/compile';
import type { Graph } from '../compiler/graph';
import { inBlocks } from '../compiler/rules/inBlocks';
import { onCards } from '../compiler/rules/onCards';
import { pixelsFirst } from '../compiler/rules/pixelsFirst';
import type { Prepare } from '../core/prepare';
import { tf } from '../core/tf';
import { channelsInBlock } from './channelsInBlock';
import { processorName } from './device';
import type { Started } from './engine';
import { graphicsCards } from './graphics';
import { keepMemory } from './keepMemory';
import { loadPlain } from './plain';
import { scanThreads } from './scanThreads';
import { Absent } from './unavailable';

export type OnnxEngine = 'onnx-cpu' | 'onnx-webgpu' | 'onnx-cuda' | 'onnx-dml';

/** What ONNX Runtime calls the part of it that computes, and what that part needs. */
const providers: Readonly<Record<OnnxEngine, { readonly name: string } & Target>> = {
  // What it would do beyond 'extended' is to put pools into operators with blocks, which costs more than it saves.
  'onnx-cpu': { name: 'cpu', options: { graphOptimizationLevel: 'extended' } },
  'onnx-webgpu': { name: 'webgpu', options: {}, wayFor: () => ({ rules: onCards }) },
  'onnx-cuda': { name: 'cuda', options: {}, wayFor: () => ({ rules: onCards }) },
  // It knows no plan of memory that is made ahead.
  'onnx-dml': { name: 'dml', options: { enableMemPattern: false }, wayFor: () => ({ rules: onCards }) },
};

/** @param block channels that the processor's convolutions take at once; 0: it has none of those */
const onProcessors =
  (block: number) =>
  (graph: Graph): Way => {
    const rules = pixelsFirst(graph);
    // Of such a network, a plan of memory made ahead takes as much again as the first step held, and saves no time.
    if (rules) return { rules, options: { enableMemPattern: false } };
    return { rules: block > 0 ? inBlocks(block) : [] };
  };

/** More threads than this gain little on the graphs of small networks. */
const mostThreads = 8;

type Runtime = typeof Ort;

/**
 * ONNX Runtime on the processor or a graphics card: whole training steps as one graph. What stands outside a graph, such as
 * making the first weights, plain JavaScript does.
 * @param threads on the processor
 * @throws Error where the package has no native library for this platform, or no graph runs on the card
 */
export async function loadOnnx(engine: OnnxEngine, threads = processorThreads()): Promise<Started> {
  const { name, options, wayFor } = providers[engine];
  const runtime = await loadRuntime();
  checkPresent(name, runtime);
  await loadPlain();
  keepMemory();
  const onProcessor = engine === 'onnx-cpu';
  const target: Target = {
    wayFor: onProcessor ? onProcessors(await channelsInBlock(runtime)) : wayFor,
    options: { ...options, executionProviders: [name], intraOpNumThreads: threads },
  };
  // What a call gives is copied out of ONNX Runtime, even if it goes into the next; on a card a loop goes back and forth.
  const prepare = Object.assign(compiler(runtime, target), { repeatsCheaply: onProcessor });
  if (!onProcessor) await tryOut(prepare);
  return {
    // The number of threads may change the order of sums: a run's record names it.
    device: onProcessor
      ? `${processorName()}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`
      : await cardInWords(),
    reason: `ONNX Runtime ${runtime.env.versions.node ?? ''}, whole steps compiled`,
    prepare,
    ...(onProcessor && threads > 1 && { threads: scanThreads(runtimeFile(), threads, target.options) }),
  };
}

/** One for each core. */
function processorThreads(): number {
  return Math.max(1, Math.min(mostThreads, Math.floor(availableParallelism() / processorsPerCore())));
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

const runtimeFile = () => createRequire(__filename).resolve('onnxruntime-node');

async function loadRuntime(): Promise<Runtime> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Error(`no ONNX Runtime for ${process.platform} ${process.arch}: ${reason}`, { cause: error });
  }
}

/** @throws Absent where this platform's ONNX Runtime is built without the provider, or its libraries are not there */
function checkPresent(name: string, runtime: Runtime): void {
  const platform = `${process.platform} ${process.arch}`;
  if (!runtime.listSupportedBackends().some((backend) => backend.name === name)) {
    throw new Absent(`ONNX Runtime for ${platform} is built without ${name}`);
  }
  if (name !== 'cuda') return;
  const folder = path.dirname(createRequire(__filename).resolve('onnxruntime-node/package.json'));
  const library = path.join(
    folder,
    'bin/napi-v6',
    ...platform.split(' '),
    'libonnxruntime_providers_cuda.so',
  );
  if (!existsSync(library)) throw new Absent(`${library} is missing`);
}

/** Computes one number: a card may fail only once something runs on it. */
async function tryOut(prepare: Prepare): Promise<void> {
  const three = tf.scalar(3);
  try {
    const { y } = await prepare(({ x }) => ({ y: x!.square() }))({ x: three });
    const [nine] = await y!.data();
    y!.dispose();
    if (nine !== 9) throw new Error(`the square of 3 comes out as ${nine}`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // The runtime's own words say more than which engine to take instead; before them stands where in its source.
    const { message } = error.cause instanceof Error ? error.cause : error;
    throw new Error(message.replace(/^\S*onnxruntime_src.* was false\. /s, '').trim(), {
      cause: error,
    });
  } finally {
    three.dispose();
  }
}

/** The card that computes, as far as can be told: the runtime picks one, and does not say which. */
async function cardInWords(): Promise<string> {
  const cards = await graphicsCards();
  if (cards.length > 0) return `${cards.length > 1 ? 'one of ' : ''}${cards.join(', ')}`;
  const driver = process.env['VK_DRIVER_FILES'] ?? process.env['VK_ICD_FILENAMES'];
  return driver === undefined ? 'an adapter of no known name' : `the Vulkan driver ${path.basename(driver)}`;
}
