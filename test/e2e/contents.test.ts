import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import type { RunResult } from '../../src/protocol/run';
import { temporaryFolder } from '../../scripts/processes.mjs';
import { given } from './workbench';

/** Everything that the extension may hold. */
const allowed = [
  /^(package(\.nls)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^dist\/(extension|runner|typescriptPlugin)\.js$/,
  /^dist\/types\/[\w-]+\.d\.ts$/,
  /^dist\/wasm\/[\w-]+\.wasm$/,
  /^dist\/webview\/(\w+\/)*[\w-]+\.(js|css|woff2)$/,
  /^library\/(paper\.schema\.json|[\w-]+\/(paper\.json|notes\.md|outcome\.json|([\w-]+\.)?experiment\.ts))$/,
  /^snippets\/(\w+\.json|experiment\.ts)$/,
  /^media\/([\w-]+\/)*[\w-]+\.(svg|png|md)$/,
  /^node_modules\/esbuild\/(package\.json|LICENSE\.md|lib\/main\.js)$/,
  /^node_modules\/@esbuild\/[\w-]+\/(package\.json|bin\/esbuild|esbuild\.exe)$/,
  /^node_modules\/onnxruntime-common\/(package\.json|dist\/cjs\/([\w-]+\.js|package\.json))$/,
  /^node_modules\/onnxruntime-node\/(package\.json|readme\.md|dist\/\w+\.js)$/i,
  new RegExp(`^node_modules/onnxruntime-node/bin/napi-v\\d+/${process.platform}/${process.arch}/[\\w.-]+$`),
  /^node_modules\/metric-lab-typescript-plugin\/(package\.json|index\.js)$/,
];

const needed = [
  ...['dist/extension.js', 'dist/runner.js', 'dist/webview/results.js', 'dist/webview/umapWorker.js'],
  'snippets/catalogue.json',
];

describe('The packaged extension', () => {
  let files: Map<string, Uint8Array>;

  before(async () => {
    const entries = Object.entries(unzipSync(await readFile(given('METRIC_LAB_VSIX'))));
    files = new Map(
      entries
        .filter(([name]) => name.startsWith('extension/') && !name.endsWith('/'))
        .map(([name, bytes]) => [name.slice('extension/'.length), bytes]),
    );
  });

  it('holds what it needs', () => {
    assert.deepEqual(
      needed.filter((name) => !files.has(name)),
      [],
    );
  });

  it('holds nothing else', () => {
    const strange = [...files.keys()].filter((name) => !allowed.some((pattern) => pattern.test(name)));
    assert.deepEqual(strange, []);
  });

  it('trains without the packages of the clone', async () => {
    const folder = await temporaryFolder();
    for (const [name, bytes] of files) {
      const file = path.join(folder, 'extension', name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, bytes, { mode: name.includes('/bin/') ? 0o755 : 0o644 });
    }
    await copyFile('sample/experiments/small-batches.experiment.ts', path.join(folder, 'one.experiment.ts'));
    const runner = path.join(folder, 'extension/dist/runner.js');
    const command = [runner, 'train', 'one.experiment.ts', '--variant', 'four-of-16', '--smoke', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: folder });
    const [run]: { state: string; backend: string; result: RunResult }[] = JSON.parse(stdout);
    assert.equal(run?.state, 'finished');
    assert.equal(run.backend, 'onnx-cpu');
    assert.ok(run.result.metrics.test['R@1']! > 0);
  });
});
