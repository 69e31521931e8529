import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Examination } from '../../../../src/runner/doctor/examine';
import { temporaryFolder } from '../temporary';

const runner = path.resolve('dist/runner.js');

describe('metric-lab doctor', () => {
  const folder = temporaryFolder();

  before(function () {
    if (existsSync(runner)) return;
    console.log('    dist/runner.js is missing: build it with npm run build');
    this.skip();
  });

  async function call(args: string[], { node = [] as string[], env = {} } = {}) {
    const command = [...node, runner, 'doctor', ...args];
    try {
      const options = { cwd: folder.path, env: { ...process.env, ...env } };
      const { stdout } = await promisify(execFile)(process.execPath, command, options);
      return { code: 0, out: stdout };
    } catch (error) {
      const { code, stdout } = error as { code: number; stdout: string };
      return { code, out: stdout };
    }
  }

  const examined = async (options?: Parameters<typeof call>[1]) => {
    const { code, out } = await call(['--json'], options);
    return { code, ...(JSON.parse(out) as Examination & { version: string }) };
  };

  it('tries every engine that `auto` knows, and says which it takes', async () => {
    const { code, engines, chosen, findings, processor, graphics } = await examined();
    assert.equal(code, 0);
    if (graphics.length === 0) assert.equal(chosen, 'onnx-cpu');
    const of = (wanted: string) => engines.find(({ name }) => name === wanted)!;
    for (const { state, device, selfTest } of [of('onnx-cpu'), of('wasm')]) {
      assert.equal(state, 'well');
      assert.ok(device!.startsWith(processor));
      assert.ok(
        selfTest!.lossError! < 1e-5 && selfTest!.gradientError! < 1e-4 && selfTest!.stepMilliseconds! > 0,
      );
    }
    assert.equal(of('tensorflow-gpu').state, 'missing');
    assert.match(of('tensorflow-gpu').remedy!, /npm install @tensorflow\/tfjs-node-gpu/);
    const subjects = findings.map(({ subject }) => subject);
    for (const subject of ['Node.js', 'memory', 'disk', 'data set glyphs', 'data set omniglot']) {
      assert.ok(subjects.includes(subject), subject);
    }
  });

  it('reads as a list', async () => {
    const { code, out } = await call([]);
    assert.equal(code, 0);
    assert.match(out, /^✓ engine onnx-cpu: .*\n {4}self-test: .* m?s$/m);
    assert.match(out, /^- engine tensorflow: .* is not installed\n {4}to do: /m);
    assert.match(out, /^✓ --backend auto: takes \S+ on /m);
  });

  it('outlives a library that ends the process, found in the folder that the editor prepares', async () => {
    const main = 'node_modules/@tensorflow/tfjs-node/index.js';
    await folder.write(`prepared/${main}`, "console.log('{'); process.abort();");
    await folder.write(`prepared/${path.dirname(main)}/package.json`, '{ "version": "4.22.0" }');
    const env = { METRIC_LAB_TENSORFLOW: path.join(folder.path, 'prepared') };
    const { code, engines, chosen } = await examined({ env });
    const { state, says } = engines.find(({ name }) => name === 'tensorflow')!;
    assert.deepEqual([state, says], ['broken', 'ends the process (SIGABRT)']);
    assert.equal(chosen, 'tensorflow');
    assert.equal(code, 0, 'others are usable');
  });

  it('tries one engine in its own process', async () => {
    const well = await call(['--engine', 'onnx-cpu']);
    assert.equal(well.code, 0);
    assert.match(well.out, /^✓ engine onnx-cpu: /);
    const missing = await call(['--engine', 'tensorflow']);
    assert.equal(missing.code, 1);
    assert.match(missing.out, /^- engine tensorflow: /);
  });

  it('finds wasm where ONNX Runtime has no library for the platform, and says why', async () => {
    const elsewhere = "data:text/javascript,Object.defineProperty(process,'arch',{value:'none'})";
    // The code is 1, for esbuild has no program for that platform either.
    const { code, engines, chosen } = await examined({ node: ['--import', elsewhere] });
    assert.equal(code, 1);
    assert.equal(chosen, 'wasm');
    const { says, remedy } = engines.find(({ name }) => name === 'onnx-cpu')!;
    assert.match(says, /^no ONNX Runtime for \w+ none: /);
    assert.match(remedy!, /--backend wasm/);
  });
});
