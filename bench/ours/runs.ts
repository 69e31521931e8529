/**
 * What a workspace of many runs costs whoever shows them: `npm run bench -- runs`. Called with `generate FOLDER COUNT`, it writes
 * records; with `look FOLDER [INDEX]`, in a process of its own, it reads them as the extension does and prints what that took.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { random } from '../../src/lab/core/random';
import type { Metrics, RunEvent, RunRecord, RunResult } from '../../src/protocol/run';
import { runRow } from '../../src/extension/runs/runRow';
import { mapInTurns } from '../../src/runs/inTurns';
import { RunList } from '../../src/runs/runList';

const [, , task, folder = '', argument] = process.argv;
const evaluations = 10;
const stepLines = 100;
const shares = ['R@1', 'R@2', 'R@4', 'R@8', 'R-Precision', 'MAP@R'];
const lengths = ['spectral decay', 'intra-class distance', 'inter-class distance', 'intra/inter', 'spread'];

async function generate(count: number): Promise<void> {
  for (let run = 0; run < count; run += 100) {
    await Promise.all(Array.from({ length: Math.min(100, count - run) }, (_, at) => writeRun(run + at)));
  }
}

/** A finished run, as the runner leaves it, without its checkpoints. */
async function writeRun(number: number): Promise<void> {
  const rng = random(number, 'bench');
  const created = new Date(Date.UTC(2026, 0, 1) + number * 60_000);
  const at = (second: number) => new Date(created.getTime() + second * 1000).toISOString();
  const variant = `variant-${number % 20}`;
  const seed = Math.floor(number / 20) % 5;
  const experiment = Math.floor(number / 100);
  const id = `${at(0).replace(/\D/g, '').slice(0, 14)}-${variant}-s${seed}-${number.toString(16)}`;
  const idea = (name: string) => ({
    name,
    options: { margin: 0.4, gamma: 80 + (number % 20), scale: 'cosine' },
  });
  const record: RunRecord = {
    schema: 1,
    id,
    createdAt: at(0),
    experiment: {
      file: `experiments/number-${experiment}.experiment.ts`,
      paper: 'circle-loss',
      codeHash: 'ab'.repeat(32),
      fileHash: 'cd'.repeat(32),
      claim: { better: 'variant-0', than: 'variant-1', on: 'R@1' },
    },
    variant,
    seed,
    config: {
      data: idea('omniglot'),
      model: { ...idea('conv4'), dimension: 64 },
      sampler: idea('mPerClass'),
      loss: idea('circle'),
      optimizer: idea('adam'),
      ...{ steps: 600, evaluateEvery: 60, recallAt: [1, 2, 4, 8] },
    },
    split: {
      hash: 'ef'.repeat(32),
      classes: { train: 110, validation: 26, test: 106 },
      images: { train: 2200, validation: 520, test: 2120 },
    },
    backend: 'onnx-cpu',
    device: 'a processor, 4 cores, 2 threads',
    versions: { 'metric-lab': '0.1.0', node: '20.10.0', '@tensorflow/tfjs-core': '4.22.0' },
    git: { commit: '0123456789abcdef0123456789abcdef01234567', dirty: false },
    command: [
      'train',
      `experiments/number-${experiment}.experiment.ts`,
      '--variant',
      variant,
      '--seed',
      `${seed}`,
    ],
  };
  const scores = (source = rng, names = [...shares, ...lengths]): Metrics =>
    Object.fromEntries(names.map((name) => [name, source.uniform()]));
  const lines: RunEvent[] = [{ type: 'start', at: at(0), step: 0, pid: 1, host: 'elsewhere' }];
  let validation = scores();
  lines.push({
    type: 'evaluation',
    at: at(1),
    step: 0,
    split: 'validation',
    metrics: validation,
    best: true,
  });
  for (let line = 1; line <= stepLines; line++) {
    const step = (600 / stepLines) * line;
    lines.push({ type: 'step', at: at(line), step, loss: rng.uniform(), stepsPerSecond: 6.4 });
    if (line % (stepLines / evaluations) === 0) {
      const best = rng.uniform() < 0.5;
      const metrics = scores();
      lines.push({
        ...{ type: 'evaluation', at: at(line), step, split: 'validation', metrics },
        ...(best && { best }),
      });
      if (best) validation = metrics;
    }
  }
  const chosen = lines.findLast((line) => line.type === 'evaluation' && line.best === true)!.step;
  const test = scores();
  lines.push({ type: 'evaluation', at: at(stepLines), step: chosen, split: 'test', metrics: test });
  lines.push({ type: 'end', at: at(stepLines), step: 600, state: 'finished' });
  const result: RunResult = {
    ...{ schema: 1, step: chosen, selectedOn: 'validation' },
    metrics: {
      untrained: scores(random(seed, 'untrained')),
      pixels: scores(random(0, 'pixels'), shares),
      ...{ validation, test },
    },
    loneQueries: 0,
    coverage: { classes: 110, never: 0, least: 640, most: 748 },
    seconds: 94,
  };
  const own = path.join(folder, 'runs', id);
  await mkdir(own, { recursive: true });
  await writeFile(path.join(own, 'run.json'), JSON.stringify(record, null, 2));
  await writeFile(path.join(own, 'events.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await writeFile(path.join(own, 'result.json'), JSON.stringify(result, null, 2));
}

async function look(index: string | undefined): Promise<void> {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const list = new RunList(path.join(folder, 'runs'), index === undefined ? {} : { index });
  const since = performance.now();
  const runs = await list.refresh();
  const rows = await mapInTurns(runs, runRow);
  const first = performance.now() - since;
  delay.disable();
  const again = performance.now();
  await list.refresh();
  const second = performance.now() - again;
  globalThis.gc?.();
  const after = process.memoryUsage();
  const figures = {
    ...{ runs: rows.length, seconds: first / 1000, againSeconds: second / 1000 },
    ...{ longestTurnMilliseconds: delay.max / 1e6, heapMegabytes: (after.heapUsed - before.heapUsed) / 1e6 },
    addedMegabytes: (after.rss - before.rss) / 1e6,
  };
  console.log(JSON.stringify(figures));
}

void (task === 'generate' ? generate(Number(argument)) : look(argument));
