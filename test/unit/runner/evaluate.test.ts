import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { LabError } from '../../../src/lab/core/labError';
import type { RunRecord, RunResult } from '../../../src/protocol/run';
import { readLabelled } from '../../../src/runner/labelledFiles';
import { decodeNpy, NpyError } from '../../../src/runs/npy';
import { encodeSafetensors, type StoredTensor } from '../../../src/runs/safetensors';
import { temporaryFolder } from './temporary';

/** A file as NumPy writes it. */
function npy(dtype: string, shape: readonly number[], values: ArrayBufferView, order = 'False'): Buffer {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${dtype}', 'fortran_order': ${order}, 'shape': (${sizes}), }`;
  const padded = header.padEnd(64 * Math.ceil((header.length + 11) / 64) - 11) + '\n';
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(padded.length, 8);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([start, Buffer.from(padded), bytes]);
}

const rows = Float32Array.of(1, 0, 1, 0.1, 0, 1);

describe('.npy files', () => {
  it('are read in their types and shapes', () => {
    const floats = decodeNpy(npy('<f4', [3, 2], rows));
    assert.deepEqual([floats.shape, floats.values], [[3, 2], rows]);
    const labels = decodeNpy(npy('<i8', [2], BigInt64Array.of(7n, -1n)));
    assert.deepEqual([labels.shape, labels.values], [[2], BigInt64Array.of(7n, -1n)]);
    const bytes = decodeNpy(npy('|u1', [3], Uint8Array.of(1, 2, 3)));
    assert.deepEqual(bytes.values, Uint8Array.of(1, 2, 3));
  });

  const refusals: [string, Buffer, RegExp][] = [
    ['other files', Buffer.from('a table, with commas'), /does not begin as a \.npy file does/],
    ['half a file', npy('<f4', [3, 2], rows).subarray(0, -4), /20 bytes do not hold <f4 \[3, 2\]/],
    ['half a header', npy('<f4', [3, 2], rows).subarray(0, 40), /ends within its header/],
    ['columns first', npy('<f4', [3, 2], rows, 'True'), /ascontiguousarray/],
    [
      'texts',
      npy('<U4', [1], new Uint8Array(16)),
      /of type <U4; it must be one of <f4.*: save x\.astype\('<f4'\), or labels\.astype/,
    ],
    ['objects', npy('|O', [1], new Uint8Array(8)), /of type \|O/],
  ];
  for (const [what, file, message] of refusals) {
    it(`refuse ${what}`, () => {
      assert.throws(
        () => decodeNpy(file),
        (error) => error instanceof NpyError && message.test(error.message),
      );
    });
  }
});

describe('labelled embeddings from files', () => {
  const folder = temporaryFolder();
  const at = (file: string) => path.join(folder.path, file);
  const save = async (file: string, bytes: Uint8Array) => (await writeFile(at(file), bytes), at(file));
  const tensor = (shape: number[], values: Float32Array | Int32Array) =>
    ({ dtype: values instanceof Float32Array ? 'float32' : 'int32', shape, values }) as StoredTensor;

  it('are the same from either kind of file', async () => {
    const expected = { embeddings: rows, dimension: 2, labels: Float64Array.of(0, 0, 1) };
    const x = await save('x.npy', npy('<f4', [3, 2], rows));
    const y = await save('y.npy', npy('<i8', [3], BigInt64Array.of(0n, 0n, 1n)));
    assert.deepEqual(await readLabelled(x, y), expected);
    const wide = await save('wide.npy', npy('<f8', [3, 2], Float64Array.from(rows)));
    assert.deepEqual(await readLabelled(wide, y), expected);
    const tensors = { embeddings: tensor([3, 2], rows), labels: tensor([3], Int32Array.of(0, 0, 1)) };
    const both = await save('both.safetensors', encodeSafetensors({ tensors, metadata: {} }));
    assert.deepEqual(await readLabelled(both), expected);
    const one = { x: tensor([3, 2], rows) };
    assert.deepEqual(
      await readLabelled(await save('one.safetensors', encodeSafetensors({ tensors: one, metadata: {} })), y),
      expected,
    );
  });

  it('say which file does not fit, and how', async () => {
    const x = await save('x.npy', npy('<f4', [3, 2], rows));
    const y = await save('y.npy', npy('<i4', [3], Int32Array.of(0, 0, 1)));
    const short = await save('short.npy', npy('<i4', [2], Int32Array.of(0, 0)));
    const parts = await save('parts.npy', npy('<f4', [3], Float32Array.of(0, 0.5, 1)));
    const strange = await save('nan.npy', npy('<f4', [3, 2], Float32Array.of(0, 1, 2, NaN, 0, 1)));
    const named = { a: tensor([3, 2], rows), b: tensor([3], Int32Array.of(0, 0, 1)) };
    const other = await save('other.safetensors', encodeSafetensors({ tensors: named, metadata: {} }));
    const lone = await save('lone.safetensors', encodeSafetensors({ tensors: { x: named.a }, metadata: {} }));
    const bytes = await save('bytes.npy', npy('|i1', [3, 2], Int8Array.from(rows)));
    const broken = await save('broken.safetensors', Buffer.from('{}'));
    const refusals: [string, string | undefined, string][] = [
      [at('none.npy'), y, `${at('none.npy')}: there is no such file`],
      [at('x.csv'), y, `${at('x.csv')}: embeddings are read from .npy and .safetensors files`],
      [folder.path + '.npy', y, `${folder.path}.npy: there is no such file`],
      [parts, y, `${parts}: embeddings must be [rows, numbers]; got <f4 [3]`],
      [y, y, `${y}: embeddings must be [rows, numbers]; got <i4 [3]`],
      [x, short, `${short}: labels must be [3], one for each embedding; got <i4 [2]`],
      [x, x, `${x}: labels must be [3], one for each embedding; got <f4 [3, 2]`],
      [
        x,
        undefined,
        `${x}: a .npy file holds no labels; name theirs with --labels, a gallery's with --gallery-labels`,
      ],
      [strange, y, `${strange}: the array has NaN in row 1; every number must be finite`],
      [x, parts, `${parts}: labels must be whole numbers of at most 2^53; row 1 has 0.5`],
      [bytes, y, `${bytes}: embeddings must be real numbers; got |i1 [3, 2]; save them as float32`],
      [
        lone,
        undefined,
        `${lone}: there is no tensor 'labels'; it has x; name the labels' file with --labels, a gallery's with --gallery-labels`,
      ],
      [other, undefined, `${other}: there is no tensor 'embeddings'; it has a, b`],
      [broken, y, `${broken}: only 2 bytes long`],
    ];
    for (const [embeddings, labels, message] of refusals) {
      await assert.rejects(readLabelled(embeddings, labels), new LabError(message));
    }
  });
});

describe('metric-lab evaluate', () => {
  const runner = path.resolve('dist/runner.js');
  const folder = temporaryFolder();

  before(function () {
    if (existsSync(runner)) return;
    console.log('    dist/runner.js is missing: build it with npm run build');
    this.skip();
  });

  beforeEach(async () => {
    await writeFile(path.join(folder.path, 'x.npy'), npy('<f4', [3, 2], rows));
    await writeFile(path.join(folder.path, 'y.npy'), npy('<i4', [3], Int32Array.of(0, 0, 1)));
  });

  const call = (...args: string[]) =>
    promisify(execFile)(process.execPath, [runner, 'evaluate', ...args], { cwd: folder.path });

  it('scores embeddings on every engine alike, as JSON or in words', async () => {
    const files = ['--embeddings', 'x.npy', '--labels', 'y.npy', '--recall', '1,2'];
    const expected = { 'R@1': 2 / 3, 'R@2': 2 / 3, 'R-Precision': 2 / 3, 'MAP@R': 2 / 3 };
    for (const backend of ['auto', 'wasm', 'cpu']) {
      const { stdout } = await call(...files, '--backend', backend, '--json');
      const { metrics, queries, loneQueries } = JSON.parse(stdout) as Record<string, unknown>;
      assert.deepEqual([metrics, queries, loneQueries], [expected, 3, 1]);
    }
    const { stdout } = await call(...files, '--distance', 'euclidean');
    assert.match(stdout, /3 queries, 3 in the gallery, 2 numbers each, euclidean/);
    assert.match(stdout, /another of their class, all misses: 1\nR@1 66\.7 {2}R@2 66\.7/);
  });

  it('searches a gallery', async () => {
    const files = [
      '--embeddings',
      'x.npy',
      '--labels',
      'y.npy',
      '--gallery',
      'x.npy',
      '--gallery-labels',
      'y.npy',
    ];
    const { stdout } = await call(...files, '--recall', '1', '--distance', 'dotProduct', '--json');
    assert.deepEqual((JSON.parse(stdout) as { metrics: unknown }).metrics, {
      'R@1': 1,
      'R-Precision': 1,
      'MAP@R': 1,
    });
  });

  it('tells neighbours, clusters the queries, and describes their space', async () => {
    const files = ['--embeddings', 'x.npy', '--labels', 'y.npy', '--recall', '1', '--distance', 'euclidean'];
    const { stdout } = await call(...files, '--neighbours', '5', '--clustering', '--space', '--json');
    const { neighbours, clustering, space } = JSON.parse(stdout) as Record<string, object>;
    // Rows of the first two are alike, the third stands apart.
    assert.deepEqual(neighbours, [
      [1, 2],
      [0, 2],
      [1, 0],
    ]);
    assert.deepEqual(clustering, { NMI: 1, AMI: 1, ARI: 1, F1: 1 });
    assert.deepEqual(Object.keys(space!).length, 6);
    const words = await call(...files, '--clustering', '--space');
    assert.match(words.stdout, /NMI 100\.0 {2}AMI 100\.0 .*\nspectral decay \d/);
    await assert.rejects(call(...files, '--neighbours', '5'), { code: 2 });
  });

  it('scores re-ranked items beside the others, and gives neighbours in that order', async () => {
    const files = ['--embeddings', 'x.npy', '--labels', 'y.npy', '--recall', '1', '--rerank', 'kReciprocal'];
    const { stdout } = await call(...files, '--neighbours', '1', '--json');
    const { metrics, reranked, neighbours } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(reranked, metrics);
    assert.deepEqual(neighbours, [[1], [0], [1]]);
    assert.match((await call(...files)).stdout, /\nre-ranked, where every query sees all others:\nR@1 66\.7/);
  });

  it('answers mistakes in one line', async () => {
    const files = ['--embeddings', 'x.npy', '--labels', 'y.npy'];
    await assert.rejects(call(...files, '--gallery-labels', 'y.npy'), {
      code: 2,
      stderr: "option '--gallery-labels' needs '--gallery'\nHelp: metric-lab evaluate --help\n",
    });
    await assert.rejects(call('--embeddings', 'x.npy', '--labels', 'x.npy'), {
      code: 1,
      stderr: `${path.join(folder.path, 'x.npy')}: labels must be [3], one for each embedding; got <f4 [3, 2]\n`,
    });
  });
});

describe('metric-lab evaluate --run', () => {
  const runner = path.resolve('dist/runner.js');
  const folder = temporaryFolder();
  const experiment = `
    import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

    export default defineExperiment({
      data: data.glyphs({ classes: 12, perClass: 6, size: 12 }),
      model: models.mlp({ hidden: [16], dimension: 8 }),
      sampler: configure(samplers.mPerClass, { classes: 3, perClass: 3 }),
      steps: 4,
      evaluateEvery: 2,
      recallAt: [1, 2],
      variants: { circle: { loss: configure(losses.circle) } },
    });
  `;

  before(function () {
    if (!existsSync(runner)) this.skip();
  });

  interface Called {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
  }
  const call = (...args: string[]) =>
    promisify(execFile)(process.execPath, [runner, ...args], { cwd: folder.path }).then(
      (done) => ({ code: 0, ...done }),
      (error: unknown) => error as Called,
    );

  const scoresIn = ({ stdout }: Called, what: 'metrics' | 'space') =>
    (JSON.parse(stdout) as Record<typeof what, Readonly<Record<string, number>>>)[what];

  async function train(...args: string[]): Promise<{ folder: string; result: RunResult }> {
    await folder.write('.vscode/settings.json', '{}');
    await folder.write('a.ts', experiment);
    const { stdout } = await call('train', 'a.ts', '--json', '--backend', 'onnx-cpu', ...args);
    return (JSON.parse(stdout) as [{ folder: string; result: RunResult }])[0];
  }

  /** Every file of a folder, by its path. */
  async function contents(of: string): Promise<Record<string, string>> {
    const files = (await readdir(of, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    const paths = files.map((file) => path.join(file.parentPath, file.name));
    return Object.fromEntries(
      await Promise.all(paths.map(async (file) => [file, await readFile(file, 'base64')] as const)),
    );
  }

  it("gives the record's scores again, changes nothing of it, and saves what --embeddings reads", async () => {
    const run = await train();
    const id = path.basename(run.folder);
    const before = await contents(run.folder);
    const common = ['--recall', '1,2', '--space', '--backend', 'onnx-cpu', '--json'];
    const { alignment: _, ...space } = scoresIn(
      await call('evaluate', '--run', 'latest', ...common),
      'space',
    );
    const test = await call('evaluate', '--run', 'latest', '--save', 'e.safetensors', ...common);
    const scored = JSON.parse(test.stdout) as Record<string, unknown>;
    assert.deepEqual({ ...(scored['metrics'] as object), ...space }, run.result.metrics.test);
    assert.deepEqual(scored['run'], { id, split: 'test', step: run.result.step });
    assert.match(test.stderr, /another look at the test classes, after those of the runs of a\.ts \(1\)/);
    const validation = await call('evaluate', '--run', id, '--split', 'validation', ...common);
    const found = scoresIn(validation, 'metrics');
    for (const [name, score] of Object.entries(found)) {
      assert.equal(run.result.metrics.validation[name], score);
    }
    assert.doesNotMatch(validation.stderr, /another look/);
    const saved = await call('evaluate', '--embeddings', 'e.safetensors', ...common);
    assert.deepEqual((JSON.parse(saved.stdout) as Record<string, unknown>)['metrics'], scored['metrics']);
    const inside = path.join(run.folder, 'checkpoints', 'last.safetensors');
    assert.match((await call('evaluate', '--run', id, '--save', inside)).stderr, /is never changed/);
    assert.deepEqual(await contents(run.folder), before);
  });

  it("embeds a trial by that trial's network, and counts no search as a look at the test classes", async () => {
    const searched = experiment
      .replace('samplers }', 'samplers, search }')
      .replace(
        'variants: {',
        'search: { circle: search.over({ dimension: [4] }, ({ dimension }) => (' +
          '{ loss: configure(losses.circle), model: models.mlp({ hidden: [16], dimension }) })) }, variants: {',
      );
    await train();
    await folder.write('a.ts', searched);
    const common = ['--backend', 'onnx-cpu', '--json'];
    const own = ['train', 'a.ts', '--variant', 'circle', ...common];
    await call(...own, '--trial', '1', '--validation-only');
    const { stdout } = await call(...own, '--trial', '1');
    const [run] = JSON.parse(stdout) as [{ result: RunResult }];
    const found = await call('evaluate', '--run', 'latest', '--recall', '1,2', ...common);
    for (const [name, score] of Object.entries(scoresIn(found, 'metrics'))) {
      assert.equal(run.result.metrics.test[name], score);
    }
    assert.match(found.stderr, /another look at the test classes, after those of the runs of a\.ts \(2\)/);
  });

  it('refuses other code, runs without an end, lost weights, and what does not go together', async () => {
    const run = await train();
    const id = path.basename(run.folder);
    const refusal = async (...args: string[]) => (await call('evaluate', ...args)).stderr.split('\n').at(-2);
    assert.match((await refusal('--run', 'none'))!, /^no run 'none' in .*; the newest there is /);
    await folder.write('a.ts', experiment.replace('[16]', '[17]'));
    assert.match((await refusal('--run', id))!, /was made by other code than .*a\.ts has now/);
    await folder.write('a.ts', experiment);
    const record = await readFile(path.join(run.folder, 'run.json'), 'utf8');
    const { hash } = (JSON.parse(record) as RunRecord).split!;
    await folder.write(
      path.relative(folder.path, path.join(run.folder, 'run.json')),
      record.replace(hash, 'another'),
    );
    assert.match((await refusal('--run', id))!, /other classes than it had then \(hash another before/);
    await folder.write(path.relative(folder.path, path.join(run.folder, 'run.json')), record);
    await rm(path.join(run.folder, 'checkpoints'), { recursive: true });
    assert.match(
      (await refusal('--run', id))!,
      /its best weights, .*\.safetensors, are gone; train once more$/,
    );
    await rm(path.join(run.folder, 'result.json'));
    assert.match((await refusal('--run', id))!, /is not finished .* metric-lab train a\.ts --resume /);
    assert.match((await refusal('--run', 'latest'))!, /^no finished run in /);
    for (const args of [[], ['--run', id, '--embeddings', 'x.npy'], ['--run', id, '--labels', 'x.npy']]) {
      assert.equal((await call('evaluate', ...args)).code, 2);
    }
    assert.equal((await call('evaluate', '--run', id, '--save', 'e.npy')).code, 2);
  });
});
