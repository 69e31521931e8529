import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { random } from '../../../src/lab/core/random';
import { readEvents, type Run } from '../../../src/runs/reader';
import { listRuns } from '../../../src/runs/runList';
import { temporaryFolder } from './temporary';

const runner = path.resolve('dist/runner.js');
/** `npm run test:kill` asks for more. */
const kills = Number(process.env['METRIC_LAB_KILLS'] ?? 3);

/** Small and fast, with an evaluation every other step: something is being written most of the time. */
const experiment = `
import {
  augmentations, configure, data, defineExperiment, losses, models, samplers, withMemory, withProxies, withSlices,
} from 'metric-lab';

export default defineExperiment({
  data: data.glyphs({ classes: 30, perClass: 6, size: 12 }),
  model: models.mlp({ hidden: [16], dimension: 8 }),
  sampler: configure(samplers.mPerClass, { classes: 4, perClass: 3 }),
  steps: 120,
  evaluateEvery: 2,
  seeds: [0],
  variants: {
    plain: { loss: losses.triplet },
    memory: { loss: withMemory(losses.contrastive, { size: 48 }) },
    proxies: { loss: withProxies(losses.softTriple) },
    looking: {
      loss: withSlices(losses.contrastive),
      sampler: samplers.divideAndConquer({ clusters: 2, classes: 4, perClass: 3, refreshEvery: 5 }),
      augmentation: augmentations.affine(),
    },
  },
});
`;
const variants = ['looking', 'plain', 'memory', 'proxies'];

/** Loaded before the runner: kills it in the middle of writing a file, the n-th write to those whose name begins so. */
const dyingInAWrite = `
const fs = require('node:fs/promises');
const path = require('node:path');
const { open, writeFile } = fs;
const [name, count] = process.env.DIE_IN.split(':');
const watched = new WeakSet();
let left = Number(count);
async function write(handle, content, whole) {
  if (--left > 0) return whole();
  const bytes = Buffer.from(content);
  await handle.write(bytes, 0, bytes.length >> 1);
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}
fs.open = async (file, ...rest) => {
  const handle = await open(file, ...rest);
  if (!path.basename(file).startsWith(name)) return handle;
  watched.add(handle);
  for (const method of ['writeFile', 'appendFile']) {
    const whole = handle[method].bind(handle);
    handle[method] = (content) => write(handle, content, () => whole(content));
  }
  return handle;
};
fs.writeFile = (file, content, ...rest) => {
  const whole = () => writeFile(file, content, ...rest);
  return watched.has(file) ? write(file, content, whole) : whole();
};
`;
/** Each file that a run writes, in their order. */
const writes = [
  ...['lock:1', 'events.jsonl:1', 'run.json:1', 'best-:1', 'last.safetensors:1', 'events.jsonl:9'],
  ...['last.safetensors:3', 'gallery.png:1', 'gallery.json:1', 'projection.safetensors:1'],
  ...['projection.json:1', 'result.json:1'],
];

/** Each look at the validation classes takes a second or more. */
const slowToEvaluate = `
import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

const network = models.mlp({ hidden: [16], dimension: 8 });
export default defineExperiment({
  data: data.glyphs({ classes: 160, perClass: 36, size: 12 }),
  model: {
    ...network,
    apply(images, variables, mode) {
      if (mode === 'evaluate') {
        console.error('looking');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
      }
      return network.apply(images, variables, mode);
    },
  },
  sampler: configure(samplers.mPerClass, { classes: 4, perClass: 3 }),
  steps: 4,
  evaluateEvery: 1,
  loss: losses.triplet,
});
`;

describe('killing the runner', function () {
  const folder = temporaryFolder();
  let file: string;

  before(function () {
    if (existsSync(runner)) return;
    console.log('    dist/runner.js is missing: build it with npm run build');
    this.skip();
  });
  beforeEach(async () => {
    file = await folder.write('experiment.ts', experiment);
  });

  const runs = () => path.join(folder.path, 'out', 'runs');
  const start = (...more: string[]) => startNode([], {}, ...more);
  const startNode = (
    options: readonly string[],
    environment: NodeJS.ProcessEnv,
    ...more: string[]
  ): ChildProcess & { printed(): string } => {
    const fixed = ['train', file, '--backend', 'wasm', '--out', path.join(folder.path, 'out')];
    const child = spawn(process.execPath, [...options, runner, ...fixed, ...more], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
    return Object.assign(child, { printed: () => text });
  };
  const ended = async (child: ChildProcess) => (await once(child, 'close')) as [number | null, string | null];

  async function finished(...more: string[]): Promise<void> {
    const child = start(...more);
    assert.deepEqual(await ended(child), [0, null], child.printed());
  }

  async function onlyRun(): Promise<Run | null> {
    const found = await listRuns(runs());
    assert.ok(found.length <= 1);
    for (const run of found) assert.deepEqual(run.problems, []);
    return found[0] ?? null;
  }

  /** All that must not depend on interruptions. */
  async function facts() {
    const run = await onlyRun();
    assert.ok(run?.result, 'there is a result');
    const { events } = await readEvents(run.folder);
    const told = events
      .filter((event) => event.type === 'step' || event.type === 'evaluation')
      .map((event) => ({ ...event, at: '', ...(event.type === 'step' && { stepsPerSecond: 0 }) }));
    const { step, metrics } = run.result;
    return { state: run.state, step, metrics, told };
  }

  async function undisturbed(variant: string) {
    const since = performance.now();
    await finished('--variant', variant);
    const milliseconds = performance.now() - since;
    const expected = await facts();
    await rm(runs(), { recursive: true });
    return { expected, milliseconds };
  }

  it(`loses nothing, ${kills} times`, async function () {
    this.timeout(180_000 + kills * 30_000);
    const rng = random(2026, 'kills');
    const known = new Map<string, Awaited<ReturnType<typeof undisturbed>>>();
    const states = new Map<string, number>();
    for (let done = 0; done < kills;) {
      const variant = variants[done % variants.length]!;
      const { expected, milliseconds } = known.get(variant) ?? (await undisturbed(variant));
      known.set(variant, { expected, milliseconds });
      let args = ['--variant', variant];
      // A run may die several times before it gets to its end.
      for (let again = true; again && done < kills; again = rng.uniform() < 0.4) {
        const child = start(...args);
        const end = ended(child);
        await Promise.race([end, sleep(milliseconds * rng.uniform())]);
        child.kill('SIGKILL');
        await end;
        const state = (await onlyRun())?.state ?? 'not begun';
        states.set(state, (states.get(state) ?? 0) + 1);
        // It was quicker: no kill.
        if (state === 'finished') break;
        done++;
        if (state !== 'not begun') {
          assert.equal(state, 'interrupted');
          args = ['--resume', 'latest'];
        }
      }
      if ((await onlyRun())?.state !== 'finished') await finished(...args);
      assert.deepEqual(await facts(), expected);
      await rm(runs(), { recursive: true });
    }
    console.log(`      found: ${[...states].map(([state, count]) => `${count} ${state}`).join(', ')}`);
  });

  it('loses nothing where it dies in the middle of a write, whichever, and leaves no half file', async () => {
    const { expected } = await undisturbed('plain');
    const hook = await folder.write('hook.cjs', dyingInAWrite);
    let args = ['--variant', 'plain'];
    const all = process.env['METRIC_LAB_KILLS'] !== undefined;
    for (const write of writes.filter((_, at) => all || at % 3 === 2)) {
      const child = startNode(['--require', hook], { DIE_IN: write }, ...args);
      assert.deepEqual(await ended(child), [null, 'SIGKILL'], `${write}: ${child.printed()}`);
      const run = await onlyRun();
      assert.equal(run?.state ?? 'not begun', writes.indexOf(write) < 3 ? 'not begun' : 'interrupted', write);
      if (run) args = ['--resume', 'latest'];
    }
    await finished(...args);
    assert.deepEqual(await facts(), expected);
    const { folder: place } = (await onlyRun())!;
    const left = (await readdir(place, { recursive: true })).filter((name) => name.endsWith('.tmp'));
    assert.deepEqual(left, []);
  });

  it('stops gently at the first signal, with a checkpoint to go on from', async () => {
    const { expected } = await undisturbed('memory');
    const child = start('--variant', 'memory');
    await shows(child, /step\s+20 /);
    child.kill('SIGINT');
    assert.deepEqual(await ended(child), [130, null]);
    assert.match(child.printed(), /stopped after step \d+; to go on: --resume 2/);
    assert.equal((await onlyRun())?.state, 'stopped');
    await finished('--resume', 'latest');
    assert.deepEqual(await facts(), expected);
    const again = start('--resume', 'latest');
    assert.deepEqual(await ended(again), [1, null]);
    assert.match(again.printed(), /^run \S+ is finished already; its scores are in /);
  });

  it('is gone on with by one process alone, however many try', async () => {
    const { expected } = await undisturbed('plain');
    const child = start('--variant', 'plain');
    await shows(child, /step\s+20 /);
    child.kill('SIGKILL');
    await ended(child);
    const tries = [1, 2, 3].map(() => start('--resume', 'latest'));
    const ends = await Promise.all(tries.map(ended));
    assert.deepEqual(ends.map(([code]) => code).toSorted(), [0, 1, 1]);
    for (const [at, [code]] of ends.entries()) {
      if (code === 1)
        assert.match(tries[at]!.printed(), /works on it|is still running|is finished already|has finished/);
    }
    assert.deepEqual(await facts(), expected);
  });

  it('stops at once at the second signal', async () => {
    await folder.write('experiment.ts', slowToEvaluate);
    const child = start();
    // Several looks of an evaluation are still to come.
    await shows(child, /step 1 .*looking/s);
    child.kill('SIGINT');
    await shows(child, /stopping after this step/);
    child.kill('SIGINT');
    assert.deepEqual(await ended(child), [null, 'SIGINT']);
    const run = await onlyRun();
    assert.equal(run?.state, 'interrupted');
    assert.ok(run.history.step <= 2, 'it did not wait for the evaluation');
  });
});

async function shows(child: ChildProcess & { printed(): string }, text: RegExp) {
  while (!text.test(child.printed())) {
    assert.equal(child.exitCode, null, child.printed());
    await sleep(5);
  }
}
