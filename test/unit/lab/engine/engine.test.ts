import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import util from 'node:util';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { startEngine, type EngineName } from '../../../../src/lab/engine/engine';

const wasmFolder = 'dist/wasm';

describe('startEngine', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** A package of that name whose main file is `code`. */
  async function install(name: string, code: string): Promise<void> {
    const where = path.join(folder, 'node_modules', name);
    await mkdir(where, { recursive: true });
    await writeFile(
      path.join(where, 'package.json'),
      JSON.stringify({ name, version: '4.22.0', main: 'index.js' }),
    );
    await writeFile(path.join(where, 'index.js'), code);
  }

  it("leaves the process's own handling of errors as it was", async () => {
    const events = ['uncaughtException', 'unhandledRejection'];
    const before = events.map((event) => process.rawListeners(event));
    await startEngine('wasm', { resolveFrom: [], wasmFolder });
    assert.deepEqual(
      events.map((event) => process.rawListeners(event)),
      before,
    );
  });

  it('takes onnx-cpu by itself where nothing else is installed, and says why the others were not', async () => {
    const engine = await startEngine('auto', { resolveFrom: [folder], wasmFolder, cards: [] });
    assert.equal(engine.name, 'onnx-cpu');
    assert.match(engine.device, /cores, \d threads?$/);
    assert.deepEqual(
      engine.attempts.map(({ name, available }) => [name, available]),
      [
        ['tensorflow-gpu', false],
        ['tensorflow', false],
        ['onnx-webgpu', false],
        ['onnx-cuda', false],
        ['onnx-dml', false],
        ['onnx-cpu', true],
      ],
    );
    assert.match(engine.attempts[0]!.reason, /tfjs-node-gpu is not installed/);
    assert.equal(engine.attempts[2]!.reason, 'no graphics card found');
    assert.ok(engine.attempts.every(({ fails }) => !fails));
  });

  it('refuses a forced engine that is not installed, with the remedy', async () => {
    await assert.rejects(
      startEngine('tensorflow', { resolveFrom: [folder], wasmFolder }),
      (error) =>
        error instanceof LabError &&
        /engine 'tensorflow' cannot start/.test(error.message) &&
        /npm install @tensorflow\/tfjs-node/.test(error.message),
    );
  });

  it('refuses a package that does not load, with its first line', async () => {
    await install('@tensorflow/tfjs-node', "throw new Error('libtensorflow.so.2 not found\\nmore')");
    await assert.rejects(
      startEngine('tensorflow', { resolveFrom: [folder], wasmFolder }),
      /tfjs-node 4\.22\.0 in .* does not load: libtensorflow\.so\.2 not found.*install it again where the network is open/,
    );
  });

  it('refuses a package that registers no backend', async () => {
    await install('@tensorflow/tfjs-node', '');
    await assert.rejects(
      startEngine('tensorflow', { resolveFrom: [folder], wasmFolder }),
      /tfjs-node 4\.22\.0 in .* registers no backend/,
    );
  });

  it('says why a backend does not start', async () => {
    await install(
      '@tensorflow/tfjs-node',
      "globalThis._tfengine.registerBackend('tensorflow', () => { throw new Error('no such processor'); });",
    );
    await assert.rejects(
      startEngine('tensorflow', { resolveFrom: [folder], wasmFolder }),
      /engine 'tensorflow' cannot start \(tensorflow: no such processor\)/,
    );
    tf.removeBackend('tensorflow');
  });

  it('refuses missing wasm files', async () => {
    await assert.rejects(
      startEngine('wasm', { resolveFrom: [], wasmFolder: folder }),
      /tfjs-backend-wasm-simd\.wasm is missing.*install Metric Lab again/s,
    );
  });

  it('uses the GPU package on the processor only under that name', async () => {
    await install(
      '@tensorflow/tfjs-node-gpu',
      `const engine = globalThis._tfengine;
       const { backend } = engine;
       engine.registerBackend('tensorflow', () => Object.create(backend, { isUsingGpuDevice: { value: false } }));`,
    );
    await startEngine('wasm', { resolveFrom: [], wasmFolder });
    await assert.rejects(
      startEngine('tensorflow-gpu', { resolveFrom: [folder], wasmFolder }),
      /finds no graphics card/,
    );
    const engine = await startEngine('auto', { resolveFrom: [folder], wasmFolder, cards: [] });
    assert.equal(engine.name, 'tensorflow');
    assert.match(engine.attempts.at(-1)!.reason, /tfjs-node-gpu 4\.22\.0/);
    tf.removeBackend('tensorflow');
    await startEngine('wasm', { resolveFrom: [], wasmFolder });
  });

  it('puts back what Node 23 took away, before the package is loaded', async () => {
    await install(
      '@tensorflow/tfjs-node',
      `const util = require('util');
       throw new Error([util.isNullOrUndefined(null), util.isNullOrUndefined(0), util.isArray([]), util.isArray({})].join());`,
    );
    const utilities = util as unknown as Record<string, unknown>;
    const { isArray, isNullOrUndefined } = utilities;
    delete utilities['isArray'];
    delete utilities['isNullOrUndefined'];
    try {
      await assert.rejects(
        startEngine('tensorflow', { resolveFrom: [folder], wasmFolder }),
        /does not load: true,false,true,false/,
      );
    } finally {
      Object.assign(utilities, { isArray, isNullOrUndefined });
    }
  });

  const elsewhere: Record<string, RegExp> = {
    'onnx-cuda': /libonnxruntime_providers_cuda\.so is missing.*CUDA 12.*--onnxruntime-node-install=cuda12/,
    'onnx-dml': /is built without dml.*DirectML is a part of Windows/,
  };
  for (const [name, reason] of Object.entries(elsewhere)) {
    it(`says what ${name} needs, where it is not there`, async function () {
      if (process.platform !== 'linux') return this.skip();
      await assert.rejects(startEngine(name as EngineName, { resolveFrom: [], wasmFolder }), reason);
    });
  }

  it('starts the reference where it is asked for', async () => {
    const engine = await startEngine('cpu', { resolveFrom: [], wasmFolder });
    assert.equal(engine.name, 'cpu');
    assert.equal(tf.getBackend(), 'cpu');
  });
});
