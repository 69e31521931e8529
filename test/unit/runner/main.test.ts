import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RunResult } from '../../../src/protocol/run';
import { gentle } from '../../../src/runner/giveWay';
import { listRuns } from '../../../src/runs/runList';
import { parseRecord, parseResult } from '../../../src/runs/schema';
import { temporaryFolder } from './temporary';

const runner = path.resolve('dist/runner.js');

const experiment = `
import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

export default defineExperiment({
  paper: 'circle-loss',
  data: data.glyphs({ classes: 20, perClass: 6, size: 12 }),
  model: models.mlp({ hidden: [16], dimension: 8 }),
  sampler: configure(samplers.mPerClass, { classes: 4, perClass: 3 }),
  steps: 500,
  seeds: [5],
  variants: {
    circle: { loss: configure(losses.circle, { gamma: 32 }) },
    reading: {
      loss: (embeddings, labels) => {
        const largest = embeddings.square().sum(1).max().arraySync();
        return embeddings.mean().mul(largest);
      },
    },
    distinct: {
      loss: (embeddings, labels) =>
        embeddings.sub(embeddings.mean(0)).abs().unique().values.mean(),
    },
    broken: {
      loss: (embeddings, labels) => {
        throw new RangeError('no such thing');
      },
    },
    drawing: {
      loss: (embeddings) => embeddings.mean().mul(Math.random()),
    },
  },
});
`;

describe('the metric-lab command', () => {
  const folder = temporaryFolder();

  before(function () {
    if (existsSync(runner)) return;
    console.log('    dist/runner.js is missing: build it with npm run build');
    this.skip();
  });

  const call = (...args: string[]) => callIn({}, ...args);

  async function callIn(
    environment: NodeJS.ProcessEnv,
    ...args: string[]
  ): Promise<{ code: number; out: string; err: string }> {
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [runner, ...args], {
        cwd: folder.path,
        env: { ...process.env, ...environment },
      });
      return { code: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, err: stderr };
    }
  }

  it('prints its version', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    assert.deepEqual(await call('--version'), { code: 0, out: `${version}\n`, err: '' });
  });

  it('answers a wrong command line with one line, where to find help, and code 2', async () => {
    assert.deepEqual(await call('train', 'a.ts', '--sead', '1'), {
      code: 2,
      out: '',
      err: "unknown option '--sead'; did you mean '--seed'?\nHelp: metric-lab train --help\n",
    });
    assert.equal((await call('train', 'a.ts', '--seed', 'one')).code, 2);
    assert.equal((await call('train', 'a.ts', '--select', 'oracle', '--validation-only')).code, 2);
    assert.equal((await call('train', 'a.ts', '--steps', '0')).code, 2);
    assert.equal((await call('train', 'a.ts', '--backend', 'gpu')).code, 2);
  });

  it("answers a user's mistake with its message alone and code 1", async () => {
    const missing = path.join(folder.path, 'missing.ts');
    assert.deepEqual(await call('train', 'missing.ts'), {
      code: 1,
      out: '',
      err: `${missing}: there is no such file\n`,
    });
    const plain = await folder.write('plain.ts', 'export default { steps: 3 };');
    assert.deepEqual(await call('train', 'plain.ts'), {
      code: 1,
      out: '',
      err: `${plain}: its default export is no experiment; write: export default defineExperiment({ ... })\n`,
    });
    await folder.write('a.ts', experiment);
    assert.match(
      (await call('train', 'a.ts', '--variant', 'cirle')).err,
      /no variant 'cirle'; did you mean 'circle'\?/,
    );
  });

  it('answers what the system refuses with the place and the reason, not with a stack', async () => {
    const file = await folder.write('a.ts', experiment);
    const answer = await call('train', file, '--smoke', '--variant', 'circle', '--out', file);
    assert.deepEqual([answer.code, answer.err.split('\n').length], [1, 2]);
    assert.match(answer.err, /a\.ts\/runs\/.*: cannot be written: a file stands where a folder is needed/);
    assert.match(
      (await call('train', file, '--smoke', '--data', 'nowhere')).err,
      /^--data: there is no folder .*nowhere\n$/,
    );
  });

  it('can be started by its own name', async () => {
    const { stdout } = await promisify(execFile)(runner, ['--version']);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('gives way to other programs where it is asked to', async () => {
    const file = await folder.write(
      'a.ts',
      "import os from 'node:os';\nthrow new Error(`at ${os.getPriority()}`);\n",
    );
    const usual = os.getPriority();
    assert.match((await call('train', file)).err, new RegExp(`at ${usual}\\n$`));
    const { err } = await callIn({ METRIC_LAB_BACKGROUND: '1' }, 'train', file);
    assert.match(err, new RegExp(`at ${Math.max(usual, gentle)}\\n$`));
  });

  it('trains, keeps the record in the workspace, and prints JSON alone on standard output', async () => {
    await folder.write('.vscode/settings.json', '{}');
    await folder.write('sub/a.ts', experiment);
    const args = ['train', 'sub/a.ts', '--variant', 'circle', '--smoke', '--seed', '7,8', '--json'];
    const { code, out, err } = await call(...args);
    assert.equal(code, 0, err);
    const runs = JSON.parse(out) as { folder: string; seed: number; state: string; result: unknown }[];
    assert.deepEqual(
      runs.map(({ seed, state }) => [seed, state]),
      [
        [7, 'finished'],
        [8, 'finished'],
      ],
    );
    const run = runs[0]!;
    assert.equal(path.dirname(run.folder), path.join(folder.path, '.metric-lab', 'runs'));
    const record = parseRecord(await readFile(path.join(run.folder, 'run.json'), 'utf8'));
    assert.ok('value' in record, JSON.stringify(record));
    const { experiment: origin, variant, seed, config, backend, command } = record.value;
    assert.deepEqual([origin.file, origin.paper, variant, seed], ['sub/a.ts', 'circle-loss', 'circle', 7]);
    assert.deepEqual([config.steps, config.loss.name, config.loss.options['gamma']], [3, 'circle', 32]);
    assert.deepEqual(command, [
      ...['train', 'sub/a.ts', '--variant', 'circle', '--seed', '7'],
      ...['--steps', '3', '--backend', backend],
    ]);
    const result = parseResult(await readFile(path.join(run.folder, 'result.json'), 'utf8'));
    assert.ok('value' in result);
    assert.deepEqual(result.value, run.result);
  });

  it('runs folds, and says in the record which classes each has seen', async () => {
    await folder.write('.vscode/settings.json', '{}');
    await folder.write('a.ts', experiment);
    const common = ['train', 'a.ts', '--variant', 'circle', '--smoke', '--json'];
    const { code, out, err } = await call(...common, '--fold', 'all', '--folds', '3', '--cut', 'full');
    assert.equal(code, 0, err);
    const runs = JSON.parse(out) as { folder: string; fold: number }[];
    assert.deepEqual(
      runs.map(({ fold }) => fold),
      [0, 1, 2],
    );
    const records = await Promise.all(
      runs.map(async (run) => parseRecord(await readFile(path.join(run.folder, 'run.json'), 'utf8'))),
    );
    const splits = records.map((record) => ('value' in record ? record.value.split : undefined));
    assert.equal(new Set(splits.map((split) => split?.hash)).size, 3);
    assert.deepEqual(
      splits.map((split) => [split?.fold, split?.classes]),
      [3, 3, 4].map((validation, index) => [
        { index, of: 3, cut: 'full' },
        { train: 10 - validation, validation, test: 10 },
      ]),
    );
    const command = 'value' in records[2]! ? records[2].value.command : [];
    assert.deepEqual(command.slice(6, 12), ['--fold', '2', '--folds', '3', '--cut', 'full']);
    assert.match((await call(...common, '--fold', '4')).err, /there is no fold 4; the folds are 0 to 3/);
    assert.match((await call(...common, '--cut', 'full')).err, /option '--cut' needs '--fold'/);
  });

  it('refuses a data set that leaks, by the names of what leaks, before a run begins', async () => {
    await folder.write('.vscode/settings.json', '{}');
    const whole = 'data: data.glyphs({ classes: 20, perClass: 6, size: 12 }),';
    const leaking = `data: { name: 'mine', options: {}, load: async (from) => {
      const splits = await data.glyphs({ classes: 20, perClass: 6, size: 12 }).load(from);
      return { ...splits, test: { ...splits.train, classNames: splits.test.classNames.slice(2) } };
    } },`;
    await folder.write('a.ts', experiment.replace(whole, leaking));
    const { code, err } = await call('train', 'a.ts', '--variant', 'circle', '--smoke');
    assert.equal(code, 1);
    assert.match(err, /^mine: the splits leak/);
    assert.match(
      err,
      /in train and in test: image 0 of the split, class glyph0012 \(there .* class glyph0000\)/,
    );
    const copying = leaking.replace("name: 'mine',", "name: 'mine', duplicates: 'leaveOut',").replace(
      'test: { ...splits.train, classNames: splits.test.classNames.slice(2) }',
      `train: (() => {
        splits.train.images.set(splits.test.images.subarray(0, 144), 0);
        return splits.train;
      })()`,
    );
    await folder.write('b.ts', experiment.replace(whole, copying));
    const left = await call('train', 'b.ts', '--variant', 'circle', '--smoke', '--json', '--fold', '1');
    assert.equal(left.code, 0, left.err);
    const [run] = JSON.parse(left.out) as { folder: string }[];
    const record = parseRecord(await readFile(path.join(run!.folder, 'run.json'), 'utf8'));
    const split = 'value' in record ? record.value.split : undefined;
    // The first classes are this fold's to validate on.
    assert.deepEqual(split?.leftOut, { train: 0, validation: 1 });
    assert.equal(split.images.train + split.images.validation, 59);
    await rm(path.join(folder.path, '.metric-lab'), { recursive: true });
    const sweep = await call('sweep', 'a.ts', '--variant', 'circle', '--seeds', '9');
    assert.deepEqual([sweep.code, sweep.err, sweep.out], [1, err.slice(err.indexOf('mine:')), '']);
    assert.deepEqual(await listRuns(path.join(folder.path, '.metric-lab', 'runs')), []);
    assert.ok(!existsSync(path.join(folder.path, '.metric-lab', 'sweeps')));
  });

  it('gives a run of a search no test classes: there is nothing of them to score, to show or to learn from', async () => {
    await folder.write('.vscode/settings.json', '{}');
    await folder.write('a.ts', experiment);
    const args = ['train', 'a.ts', '--variant', 'circle', '--smoke', '--json', '--validation-only'];
    const { code, out, err } = await call(...args);
    assert.equal(code, 0, err);
    const [run] = JSON.parse(out) as { folder: string; result: RunResult }[];
    const { metrics } = run!.result;
    assert.deepEqual([metrics.test, metrics.untrained, metrics.pixels], [{}, {}, {}]);
    assert.ok(metrics.validation['MAP@R']! > 0);
    const [kept] = await listRuns(path.dirname(run!.folder));
    assert.deepEqual([kept?.record?.validationOnly, kept?.record?.split?.images.test], [true, 0]);
    const events = await readFile(path.join(run!.folder, 'events.jsonl'), 'utf8');
    assert.match(events, /"split":"validation"/);
    assert.doesNotMatch(events, /"split":"test"/);
    for (const file of ['gallery.json', 'projection.json']) {
      assert.ok(!existsSync(path.join(run!.folder, file)), file);
    }
  });

  it('keeps how the code differs from its commit', async () => {
    const git = (...args: string[]) => {
      const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
      return promisify(execFile)('git', [...who, ...args], { cwd: folder.path });
    };
    await folder.write('a.ts', experiment);
    await git('init', '-q');
    await git('add', 'a.ts');
    await git('commit', '-q', '-m', 'one');
    await folder.write('a.ts', experiment.replace('gamma: 32', 'gamma: 33'));
    const { code, out, err } = await call('train', 'a.ts', '--variant', 'circle', '--smoke', '--json');
    assert.equal(code, 0, err);
    const [run] = JSON.parse(out) as [{ folder: string }];
    const patch = await readFile(path.join(run.folder, 'dirty.patch'), 'utf8');
    assert.match(patch, /^-.*gamma: 32.*\n\+.*gamma: 33/m);
    const record = parseRecord(await readFile(path.join(run.folder, 'run.json'), 'utf8'));
    assert.ok('value' in record && record.value.git?.dirty);
    assert.equal(record.value.git.patch?.sha256, createHash('sha256').update(patch).digest('hex'));
  });

  it("names the place in the user's loss that throws, in the record as well", async () => {
    const file = await folder.write('a.ts', experiment);
    const { code, err } = await call('train', 'a.ts', '--variant', 'broken', '--out', 'here');
    assert.equal(code, 1);
    const message = `${file}:25:15: RangeError: no such thing`;
    assert.equal(err, `${message}\n`);
    const [run] = await listRuns(path.join(folder.path, 'here', 'runs'));
    assert.deepEqual([run?.state, run?.history.end?.message], ['failed', message]);
    const again = await call('train', 'a.ts', '--resume', 'latest', '--out', 'here');
    assert.equal(again.err, `${message}\n`, 'a failed run may be tried again');
  });

  it('trains the other variants where some fail, says which did and why, and ends with code 1', async () => {
    const file = await folder.write(
      'some.ts',
      experiment.replace(/(?<=variants: \{)[^]*/, () =>
        [
          'nowhere: { loss: (embeddings) => embeddings.mean().div(0) },',
          "broken: { loss: () => { throw new RangeError('no such thing'); } },",
          'circle: { loss: losses.circle },\n}});',
        ].join('\n'),
      ),
    );
    const { code, out, err } = await call('train', 'some.ts', '--smoke', '--json', '--out', 'some');
    assert.equal(code, 1);
    const runs = JSON.parse(out) as { variant: string; state: string; message?: string }[];
    const ends = runs.map(({ variant, state }) => [variant, state]);
    assert.deepEqual(ends, [
      ['circle', 'finished'],
      ['nowhere', 'failed'],
      ['broken', 'failed'],
    ]);
    const [, nowhere, broken] = runs;
    assert.match(nowhere?.message ?? '', /loss/);
    assert.match(broken?.message ?? '', /:\d+:\d+: RangeError: no such thing$/);
    const lines = ['nowhere', 'broken'].map((name, at) => `  ${name}, seed 5: ${runs[at + 1]?.message}\n`);
    assert.ok(broken?.message?.startsWith(file));
    assert.ok(err.endsWith(`2 of 3 runs failed:\n${lines.join('')}`), err);
    const states = (await listRuns(path.join(folder.path, 'some', 'runs'))).map(({ state }) => state);
    assert.deepEqual(states.sort(), ['failed', 'failed', 'finished']);
  });

  for (const [variant, message] of Object.entries({
    reading: /a\.ts:15:58: a tensor's numbers are read .*; run it as it is.*--backend wasm\n$/,
    drawing: /a\.ts:29:56: random numbers, drawn by Math\.random, .*drawNoise.*--backend wasm\n$/,
    distinct: /a\.ts:21:50: the operation Unique cannot be compiled: .*; run it as it is.*--backend wasm\n$/,
  })) {
    it(`names the line of a loss that cannot be compiled: ${variant}`, async () => {
      await folder.write('a.ts', experiment);
      const args = ['train', 'a.ts', '--variant', variant, '--smoke', '--out', 'there'];
      const { code, err } = await call(...args, '--backend', 'onnx-cpu');
      assert.equal(code, 1);
      assert.match(err, message);
    });
  }
});
