import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { random } from '../../../../src/lab/core/random';
import { leaveRequest, sweepNames, sweepsFolder } from '../../../../src/runs/sweepFiles';
import { jobKey, jobOf } from '../../../../src/runs/sweepJobs';
import { readEvents } from '../../../../src/runs/reader';
import { listRuns } from '../../../../src/runs/runList';
import type { SweepReport } from '../../../../src/runner/sweep/report';
import { temporaryFolder } from '../temporary';

const runner = path.resolve('dist/runner.js');
/** `npm run test:kill` asks for the whole: 24 runs. */
const seeds = process.env['METRIC_LAB_KILLS'] === undefined ? 2 : 6;
const kills = 3;

const experiment = `
import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

export default defineExperiment({
  data: data.glyphs({ classes: 30, perClass: 6, size: 12 }),
  model: models.mlp({ hidden: [16], dimension: 8 }),
  sampler: configure(samplers.mPerClass, { classes: 4, perClass: 3 }),
  steps: 120,
  evaluateEvery: 4,
  variants: { triplet: { loss: losses.triplet }, contrastive: { loss: losses.contrastive } },
  claim: { better: 'triplet', than: 'contrastive', on: 'R@1' },
});
`;

describe('killing a sweep', function () {
  const folder = temporaryFolder();

  before(function () {
    if (existsSync(runner)) return;
    console.log('    dist/runner.js is missing: build it with npm run build');
    this.skip();
  });

  const out = (name: string) => path.join(folder.path, name);
  const runs = (name: string) => path.join(out(name), 'runs');

  function start(name: string, ...more: string[]) {
    const file = path.join(folder.path, 'experiment.ts');
    const command = [runner, 'sweep', file, '--jobs', '2', '--out', out(name), '--json', ...more];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (printed.out += String(chunk)));
    child.stderr.on('data', (chunk) => (printed.err += String(chunk)));
    return { child, printed };
  }

  async function finished(name: string, ...more: string[]): Promise<SweepReport> {
    const { child, printed } = start(name, ...more);
    assert.deepEqual(await once(child, 'close'), [0, null], printed.err);
    return JSON.parse(printed.out) as SweepReport;
  }

  /** Kills the sweep, one of its runs, or both. */
  async function kill(name: string, sweep: ChildProcess, which: number): Promise<void> {
    const living = (await listRuns(runs(name))).flatMap(({ state, history: { start: begun } }) =>
      state === 'running' && begun ? [begun.pid] : [],
    );
    if (which !== 1) sweep.kill('SIGKILL');
    // It may have ended in the meantime.
    if (which !== 0 && living[0] !== undefined) {
      try {
        process.kill(living[0], 'SIGKILL');
      } catch (error) {
        assert.equal((error as NodeJS.ErrnoException).code, 'ESRCH');
      }
    }
  }

  /** Each job once, and nothing that was finished was touched again. */
  async function checkRuns(name: string, expected: number): Promise<void> {
    const found = await listRuns(runs(name));
    assert.equal(found.length, expected);
    assert.equal(new Set(found.map(({ record }) => jobKey(jobOf(record!)))).size, expected);
    for (const run of found) {
      assert.deepEqual([run.state, run.problems], ['finished', []]);
      const { events } = await readEvents(run.folder);
      const end = events.findIndex((event) => event.type === 'end' && event.state === 'finished');
      assert.equal(end, events.length - 1, run.id);
    }
  }

  const plan = ['--seeds', String(seeds), '--folds', '2', '--cut', 'full', '--backend', 'wasm'];
  const jobs = seeds * 2 * 2;

  it(`ends with each of ${jobs} runs done once, and the same table, after ${kills} kills`, async function () {
    this.timeout(180_000 + jobs * 15_000);
    await folder.write('experiment.ts', experiment);
    const since = performance.now();
    const undisturbed = await finished('quiet', ...plan);
    const milliseconds = performance.now() - since;
    await checkRuns('quiet', jobs);

    const rng = random(2026, 'sweep kills');
    for (let done = 0; done < kills; done++) {
      const begun = (await sweepNames(sweepsFolder(runs('killed')))).length > 0;
      const { child } = start('killed', ...(begun ? ['--resume', 'latest'] : plan));
      const ended = once(child, 'close');
      await sleep((milliseconds / (kills + 1)) * (0.5 + rng.uniform()));
      await kill('killed', child, done % 3);
      // Without its run the sweep goes on.
      if (done % 3 === 1) {
        await sleep(300);
        child.kill('SIGKILL');
      }
      await ended;
    }
    const killed = await finished('killed', '--resume', 'latest');
    await checkRuns('killed', jobs);
    assert.equal(killed.runs.done, jobs);
    assert.deepEqual({ ...killed, sweep: '' }, { ...undisturbed, sweep: '' });
  });

  it('stops gently at the first signal, takes out what was skipped, and goes on; a changed experiment is refused', async () => {
    await folder.write('experiment.ts', experiment.replace('steps: 120', 'steps: 600'));
    const { child, printed } = start('stopped', '--seeds', '2', '--variant', 'triplet', '--backend', 'wasm');
    const ended = once(child, 'close');
    while ((await listRuns(runs('stopped'))).filter(({ history }) => history.step > 8).length < 2)
      await sleep(50);
    child.kill('SIGINT');
    assert.deepEqual(await ended, [130, null], printed.err);
    assert.match(printed.err, /0 of 2 runs done in .*; 2 left; to go on: --resume 2/);
    const stopped = await listRuns(runs('stopped'));
    assert.deepEqual(
      stopped.map(({ state }) => state),
      ['stopped', 'stopped'],
    );

    await folder.write('experiment.ts', experiment);
    const refused = start('stopped', '--resume', 'latest');
    assert.deepEqual(await once(refused.child, 'close'), [1, null]);
    assert.match(refused.printed.err, /^sweep \S+ cannot go on: \S+ is not what it was \(code hash/);

    await folder.write('experiment.ts', experiment.replace('steps: 120', 'steps: 600'));
    const [name] = await sweepNames(sweepsFolder(runs('stopped')));
    const taken = stopped.find(({ record }) => record?.seed === 1)!;
    await leaveRequest(path.join(sweepsFolder(runs('stopped')), name!), {
      type: 'skip',
      jobs: [jobKey(jobOf(taken.record!))],
    });
    const report = await finished('stopped', '--resume', 'latest');
    assert.deepEqual(report.runs, { done: 1, failed: 0, skipped: 1, left: 0 });
    assert.deepEqual(
      report.variants.map(({ units }) => units),
      [[0]],
    );
    assert.deepEqual((await listRuns(runs('stopped'))).map(({ state }) => state).sort(), [
      'finished',
      'stopped',
    ]);
  });
});
