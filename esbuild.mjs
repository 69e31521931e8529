/**
 * The whole build. `node esbuild.mjs` makes dist/; `--tests` makes the tests as well; `--only TEXT` makes nothing but the
 * unit tests whose path holds TEXT; `--bench` nothing but the benches' side of the lab; `--watch` goes on building.
 */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { bundledPlugin } from './scripts/bundled.mjs';
import { writeDeclarations } from './scripts/declarations.mjs';
import { writePaperSchema } from './scripts/paperSchema.mjs';
import { writeSnippets } from './scripts/snippets.mjs';
import { watPlugin } from './scripts/wat.mjs';

const { values: flags } = parseArgs({
  options: {
    tests: { type: 'boolean', default: false },
    only: { type: 'string' },
    bench: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
  },
});

/** @type {esbuild.BuildOptions} */
const onNode = { target: 'node20', platform: 'node', plugins: [watPlugin] };

/** @type {esbuild.BuildOptions} */
const common = {
  ...onNode,
  bundle: true,
  sourcemap: 'linked',
  // One copy of TensorFlow.js: its Node bundle and its single modules would be two.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  plugins: [watPlugin, bundledPlugin(onNode)],
};

/** Found on the user's machine at run time, or nowhere. */
const external = [
  'vscode',
  'esbuild',
  '@tensorflow/tfjs-node',
  '@tensorflow/tfjs-node-gpu',
  'onnxruntime-node',
];

/** @type {esbuild.BuildOptions[]} */
const builds = [
  {
    ...common,
    entryPoints: { extension: 'src/extension/main.ts' },
    outdir: 'dist',
    format: 'cjs',
    external,
    minify: true,
  },
  {
    ...common,
    entryPoints: { runner: 'src/runner/main.ts' },
    outdir: 'dist',
    format: 'cjs',
    external,
  },
  {
    ...common,
    entryPoints: { typescriptPlugin: 'src/typescript-plugin/plugin.ts' },
    outdir: 'dist',
    format: 'cjs',
    minify: true,
  },
  {
    ...common,
    entryPoints: {
      results: 'src/webview/results.ts',
      paper: 'src/webview/paper.ts',
      umapWorker: 'src/webview/umapWorker.ts',
    },
    outdir: 'dist/webview',
    platform: 'browser',
    target: 'chrome120',
    format: 'iife',
    minify: true,
  },
];

/** @type {(folder: string) => Promise<string[]>} */
async function testsIn(folder) {
  if (!existsSync(folder)) return [];
  const files = await readdir(folder, { recursive: true });
  return files.filter((file) => file.endsWith('.test.ts')).map((file) => path.join(folder, file));
}

/** @type {(entryPoints: string[]) => esbuild.BuildOptions} */
const testBuild = (entryPoints) => ({
  ...common,
  entryPoints,
  outbase: 'test',
  outdir: 'dist/test',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  splitting: true,
  alias: { vscode: './test/support/vscode.ts' },
  external: [...external, 'mocha', 'playwright-core', 'prettier', 'typescript', 'eslint', 'wabt'],
  // Bundled CommonJS packages still ask for `require`, `__filename` and `__dirname`.
  banner: {
    js:
      "import { createRequire as __cr } from 'node:module'; import { fileURLToPath as __fp } from 'node:url'; " +
      'const require = __cr(import.meta.url); const __filename = __fp(import.meta.url); ' +
      "const __dirname = __fp(import.meta.resolve('.'));",
  },
});

if (flags.only) {
  const chosen = (await testsIn('test/unit')).filter((file) => file.includes(flags.only));
  builds.splice(0, builds.length, testBuild(chosen));
} else if (flags.bench) {
  builds.splice(
    0,
    builds.length,
    {
      ...common,
      entryPoints: ['worker', 'runs', 'host', 'parse'].map((name) => `bench/ours/${name}.ts`),
      outdir: 'dist/bench',
      format: 'cjs',
      external,
    },
    { ...testBuild(['bench/ours/page.ts']), outbase: 'bench/ours', outdir: 'dist/bench' },
  );
} else if (flags.tests) {
  builds.push(
    testBuild([
      ...(await testsIn('test/unit')),
      ...(await testsIn('test/e2e')),
      ...(await testsIn('test/pictures')),
      'test/support/checkInserted.ts', // a process that a test in the host starts
    ]),
    {
      ...common,
      entryPoints: ['test/host/index.ts', ...(await testsIn('test/host'))],
      outbase: 'test',
      outdir: 'dist/test',
      format: 'cjs',
      external: [...external, 'mocha'],
    },
  );
}

/** TensorFlow.js's WebAssembly binaries, read by the runner from beside itself. */
async function copyWasm() {
  const from = 'node_modules/@tensorflow/tfjs-backend-wasm/dist';
  await mkdir('dist/wasm', { recursive: true });
  for (const file of await readdir(from)) {
    if (file.endsWith('.wasm')) await copyFile(path.join(from, file), path.join('dist/wasm', file));
  }
}

const ready = builds.filter((build) => Object.values(build.entryPoints).every((file) => existsSync(file)));

if (flags.watch) {
  for (const build of ready) await (await esbuild.context(build)).watch();
} else {
  await Promise.all([...ready.map((build) => esbuild.build(build)), copyWasm()]);
  if (!flags.only && !flags.bench)
    await Promise.all([writeDeclarations(), writeSnippets('.'), writePaperSchema('.')]);
}
