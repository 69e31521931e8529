import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import { tf } from '../core/tf';
import { nvidiaCards, processorName } from './device';
import type { Started } from './engine';
import { missingLibraries } from './libraries';
import { setBackend } from './setBackend';
import { Absent, Unavailable } from './unavailable';

/** Both packages register themselves under this one name. */
const backendName = 'tensorflow';

/** What its backend says of the device, beyond TensorFlow.js's own interface. */
interface NodeBackend {
  readonly isUsingGpuDevice?: boolean;
}

interface Found {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  load(): unknown;
}

/** TensorFlow's own C library on a graphics card. The package computes on the processor without a word where it finds none: here that is a failure. */
export async function loadTensorFlowGpu(resolveFrom: readonly string[]): Promise<Started> {
  const found = await start(['@tensorflow/tfjs-node-gpu'], resolveFrom);
  if ((tf.backend() as NodeBackend).isUsingGpuDevice !== true) {
    throw await whyNoCard(found);
  }
  return { device: (await nvidiaCards())[0] ?? 'graphics card', reason: inWords(found) };
}

/** Libraries of CUDA 11 and cuDNN 8 that TensorFlow 2.9 loads by these names. */
const cudaLibraries = [
  'libcudart.so.11.0',
  'libcublas.so.11',
  'libcublasLt.so.11',
  'libcufft.so.10',
  'libcurand.so.10',
  'libcusolver.so.11',
  'libcusparse.so.11',
  'libcudnn.so.8',
];

async function whyNoCard({ name, version }: Found): Promise<Error> {
  if ((await nvidiaCards()).length === 0) {
    return new Unavailable(
      `${name} ${version} finds no graphics card`,
      "it needs an NVIDIA card and its driver: 'nvidia-smi' must list it",
    );
  }
  const missing = await missingLibraries(cudaLibraries);
  const which = missing.length > 0 ? `; the system has no ${missing.join(', ')}` : '';
  return new Unavailable(
    `${name} ${version} finds no CUDA 11 and cuDNN 8, which it was built for${which}`,
    'install CUDA 11.2 or later of 11, and cuDNN 8.1 or later of 8, and name their folder in LD_LIBRARY_PATH',
  );
}

/** TensorFlow's own C library on the processor. */
export async function loadTensorFlow(resolveFrom: readonly string[]): Promise<Started> {
  const found = await start(['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'], resolveFrom);
  return { device: processorName(), reason: inWords(found) };
}

function inWords({ name, version, folder }: Found): string {
  return `${name} ${version} in ${folder}`;
}

/** @throws Error that says why not */
async function start(names: readonly string[], resolveFrom: readonly string[]): Promise<Found> {
  const found = find(names, resolveFrom);
  if (found === undefined) throw new Absent(`${names.join(' or ')} is not installed`);
  restoreRemovedUtilities();
  try {
    found.load();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Unavailable(
      `${inWords(found)} does not load: ${reason}`,
      "its addon and TensorFlow's library come at install from outside of npm's registry: install it again where the network is open",
      { cause: error },
    );
  }
  if (tf.findBackendFactory(backendName) === null) throw new Error(`${inWords(found)} registers no backend`);
  await setBackend(backendName);
  return found;
}

/** The first of the packages that one of the folders finds. */
function find(names: readonly string[], folders: readonly string[]): Found | undefined {
  for (const name of names) {
    for (const folder of folders) {
      try {
        const from = createRequire(path.join(path.resolve(folder), 'package.json'));
        const file = from.resolve(`${name}/package.json`);
        const { version } = from(file) as { version: string };
        return { name, version, folder: path.dirname(file), load: () => from(name) };
      } catch {
        continue;
      }
    }
  }
  return undefined;
}

/** tfjs-node 4.22 calls two functions that Node 23 took away. */
function restoreRemovedUtilities(): void {
  const utilities = util as unknown as Record<string, unknown>;
  utilities['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  utilities['isArray'] ??= Array.isArray;
}
