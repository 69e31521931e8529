import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { isShare } from '../../../src/statistics/percent';
import type { RunEvent, RunRecord, RunResult } from '../../../src/protocol/run';
import { temporaryFolder } from './temporary';

const runner = path.resolve('dist/runner.js');

interface Trained {
  readonly device: string;
  readonly losses: readonly number[];
  readonly metrics: ReturnType<typeof retrievalOf>;
}

/** A program that plays a graphics card, with the loader that finds it; Debian's browser brings both. */
const chromium = '/usr/lib/chromium';
const swiftShader = path.join(chromium, 'vk_swiftshader_icd.json');

const experiment = `
import { configure, data, defineExperiment, losses, models, optimizers, samplers } from 'metric-lab';

export default defineExperiment({
  data: data.glyphs({ classes: 15, perClass: 5, size: 16 }),
  model: models.conv4({ channels: 8, dimension: 8 }),
  sampler: configure(samplers.mPerClass, { classes: 4, perClass: 3 }),
  optimizer: optimizers.adam({ learningRate: 0.001 }),
  steps: 20,
  evaluateEvery: 20,
  recallAt: [1],
  variants: {
    conv4: { loss: configure(losses.triplet, { mining: 'batchHard' }) },
    mlp: { model: models.mlp({ hidden: [32], dimension: 16 }), loss: losses.multiSimilarity },
  },
});
`;

/** Counts of hits, the same on every engine; where embeddings lie differs in the last digits. */
const retrievalOf = (metrics: RunResult['metrics']) =>
  Object.entries(metrics).map(([what, scores]) => [
    what,
    Object.entries(scores).filter(([name]) => isShare(name)),
  ]);

describe('the same experiment on every engine', () => {
  const folder = temporaryFolder();

  before(function () {
    if (existsSync(runner)) return;
    console.log('    dist/runner.js is missing: build it with npm run build');
    this.skip();
  });

  /** Of each variant the losses of 20 steps and the scores: in a process of its own, which a native library may end. */
  async function train(backend: string, env = {}) {
    const file = await folder.write('a.experiment.ts', experiment);
    const out = path.join(folder.path, backend);
    const command = [runner, 'train', file, '--backend', backend, '--out', out];
    await promisify(execFile)(process.execPath, command, { env: { ...process.env, ...env } });
    const trained: Record<string, Trained> = {};
    for (const id of await readdir(path.join(out, 'runs'))) {
      const read = (name: string) => readFile(path.join(out, 'runs', id, name), 'utf8');
      const { variant, device, backend: used } = JSON.parse(await read('run.json')) as RunRecord;
      assert.equal(used, backend);
      const events = (await read('events.jsonl')).trim().split('\n');
      trained[variant] = {
        device,
        losses: events
          .map((line) => JSON.parse(line) as RunEvent)
          .flatMap((event) => (event.type === 'step' ? [event.loss] : [])),
        metrics: retrievalOf((JSON.parse(await read('result.json')) as RunResult).metrics),
      };
    }
    return trained;
  }

  let reference: Record<string, Trained>;

  beforeEach(async () => {
    reference ??= await train('cpu');
    assert.deepEqual(Object.keys(reference).sort(), ['conv4', 'mlp']);
  });

  function sameAsReference(actual: Record<string, Trained>, tolerance: number): void {
    for (const [variant, { losses, metrics }] of Object.entries(reference)) {
      assert.equal(losses.length, 20);
      const off = actual[variant]!.losses.map((loss, at) => Math.abs(loss - losses[at]!));
      console.log(`      ${variant}: largest difference ${Math.max(...off).toExponential(1)}`);
      assert.ok(off.length === 20 && Math.max(...off) <= tolerance, `${variant}: ${off.join(' ')}`);
      assert.deepEqual(actual[variant]!.metrics, metrics);
    }
  }

  for (const backend of ['onnx-cpu', 'wasm']) {
    it(`has the losses of the reference within 1e-4 over 20 steps: ${backend}`, async () => {
      sameAsReference(await train(backend), 1e-4);
    });
    it(`has the same losses every time, bit for bit: ${backend}`, async () => {
      const [first, second] = [await train(backend), await train(backend)];
      assert.deepEqual(second, first);
    });
  }

  it('has them within 1e-3 on a graphics card that is played by SwiftShader: onnx-webgpu', async function () {
    if (!existsSync(swiftShader)) {
      console.log(`      skipped: ${swiftShader} is not there; Debian's package chromium-common brings it`);
      return this.skip();
    }
    const env = { VK_ICD_FILENAMES: swiftShader, LD_LIBRARY_PATH: chromium };
    const trained = await train('onnx-webgpu', env);
    assert.equal(trained['conv4']!.device, 'the Vulkan driver vk_swiftshader_icd.json');
    sameAsReference(trained, 1e-3);
  });
});
